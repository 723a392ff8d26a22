using Hir.Sampler.Evaluation;
using Hir.Shared;
using Hir.Testing;
using Hir.Testing.Fuzz;

namespace Hir.Sampler.Tests.Fuzz;

public sealed class PredictionsFuzzTests
{
    [Fact]
    public void PairedComparison_MutatedPredictions_AreReadOrRefused()
    {
        using TempFolder temp = new();
        Prediction[] predictions =
        [
            .. Enumerable.Range(0, 4).Select(
                i => new Prediction("t", $"{i}", $"q{i}", i == 0 ? null : "x", "y", "stop", i, "ok", i % 2 == 0)),
        ];
        EvaluationResult result = new(0, new Dictionary<string, TaskAccuracy>(), "f", null, "p", 8, predictions);
        foreach (string name in new[] { "a.json", "b.json" }) result.Save(temp.File(name));
        string path = EvaluationResult.PredictionsPath(temp.File("b.json"));
        new FuzzTarget
        {
            Reader = nameof(PairedComparison),
            Seeds = [File.ReadAllBytes(path)],
            Mutations = Mutations.Json,
            IsClear = e => e is InputException,
            Read = bytes =>
            {
                File.WriteAllBytes(path, bytes);
                PairedComparison.OfFiles(temp.File("a.json"), temp.File("b.json"));
            },
        }.Run();
    }
}
