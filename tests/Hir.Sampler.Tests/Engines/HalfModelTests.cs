using Hir.Export;
using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.Sampler.Tests.Engines;

public sealed class HalfModelTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public static TheoryData<string> Names => [.. ReferenceModels.Names, .. ReferenceModels.DecoderNames];

    public void Dispose() => _temp.Dispose();

    [SharedTheory, MemberData(nameof(Names))]
    public void Score_Float16_IsNearTheReference(string name)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        using ISequenceEngine engine = OrtEngine.Open(Export(name, "float16"), new EngineOptions { Threads = 1 });
        IReadOnlyList<float[]> scores = new Scorer(engine).Score([.. pairs.Select(p => new ScoringRequest(p.InputIds, p.OutputIds))]);
        double worst = 0;
        for (int i = 0; i < pairs.Length; i++)
        {
            for (int t = 0; t < scores[i].Length; t++) worst = Math.Max(worst, Math.Abs(pairs[i].Logprobs[t] - scores[i][t]));
        }

        Console.WriteLine($"MEASURED {name} {worst}");
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Open_BFloat16_Says(string name)
    {
        Exception e = Record.Exception(() => OrtEngine.Open(Export(name, "bfloat16"), new EngineOptions { Threads = 1 }).Dispose());
        Console.WriteLine($"MEASURED {name} {e.GetType()} {e.Message}");
    }

    private ModelFolder Export(string name, string dtype) =>
        CheckpointExporter.Export(SharedFixtures.PathOf("fixtures", "models", name), _temp.File($"{name}-{dtype}"), dtype);
}
