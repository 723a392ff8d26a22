using System.Text.Json.Nodes;
using Hir.Cli.Verification;
using Hir.Export;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Verification;

[Collection(TinyModelCollection.Name)]
public sealed class ExportVerificationTests(TinyModel model) : IDisposable
{
    private static readonly CommonArguments Arguments = new("cpu", 1);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Export_Verified_HasTheGapInItsManifestAndSoHaveItsSuccessors()
    {
        string exported = _folder.File("exported");
        JsonNode result = JsonNode.Parse(HirProgram.Run("export", "--model", model.Path, "--out", exported, "--json").Succeeded().Output)!;
        ModelVerification verification = ModelFolder.Open(exported).Manifest!.Verification!;
        Assert.Equal((double)result["logprob_gap_max"]!, verification.LogprobGapMax);
        Assert.InRange(verification.LogprobGapMax, 1e-9, 1e-4);
        Assert.True(verification.Tokens > 100);

        File.WriteAllText(_folder.File("pairs.jsonl"), """{"prompt":"a","output":"b"}""");
        HirProgram.Run("learn", "--model", exported, "--pairs", _folder.File("pairs.jsonl"), "--steps", "1", "--out", _folder.File("next"))
            .Succeeded();
        Assert.Equal(verification, ModelFolder.Open(_folder.File("next")).Manifest!.Verification);
    }

    [Fact]
    public void Export_Float16_IsComparedAndItsSuccessorsStayFloat16()
    {
        string exported = _folder.File("exported");
        JsonNode result = JsonNode.Parse(
            HirProgram.Run("export", "--model", model.Path, "--out", exported, "--dtype", "float16", "--json").Succeeded().Output)!;
        ModelManifest manifest = ModelFolder.Open(exported).Manifest!;
        Assert.Equal("float16", manifest.Dtype);
        Assert.Equal((double)result["logprob_gap_mean"]!, manifest.Verification!.LogprobGapMean);
        Assert.InRange(manifest.Verification.LogprobGapMean, 1e-6, 0.02);

        File.WriteAllText(_folder.File("pairs.jsonl"), """{"prompt":"a","output":"b"}""");
        HirProgram.Run("learn", "--model", exported, "--pairs", _folder.File("pairs.jsonl"), "--steps", "1", "--out", _folder.File("next")).Succeeded();
        ModelManifest next = ModelFolder.Open(_folder.File("next")).Manifest!;
        Assert.Equal(("float16", manifest.Verification), (next.Dtype, next.Verification));
    }

    [Fact]
    public void Export_BFloat16OnTheCpu_SaysThatItWasNotCompared()
    {
        HirResult result = HirProgram.Run("export", "--model", model.Path, "--out", _folder.File("exported"), "--dtype", "bfloat16").Succeeded();
        Assert.Contains("not compared: the CPU runs no bfloat16; export with --device cuda", result.Error, StringComparison.Ordinal);
        ModelManifest manifest = ModelFolder.Open(_folder.File("exported")).Manifest!;
        Assert.Equal(("bfloat16", null), (manifest.Dtype, manifest.Verification));
    }

    [Fact]
    public void Accepts_HalfTypes_LookAtTheMean()
    {
        const double Spread = 0.5;
        Assert.True(Accepts(2, 0.09, WeightDtype.F16));
        Assert.False(Accepts(2, 0.11, WeightDtype.F16));
        Assert.True(Accepts(2, 0.24, WeightDtype.BF16));
        Assert.False(Accepts(double.PositiveInfinity, 0.1, WeightDtype.BF16));
        Assert.False(Accepts(double.PositiveInfinity, double.NaN, WeightDtype.F16));
        Assert.False(Accepts(0.006, 0.001, WeightDtype.F32));
        Assert.True(Accepts(0.004, 0.001, WeightDtype.F32));

        static bool Accepts(double largest, double mean, WeightDtype dtype) =>
            ExportVerification.Accepts(new Comparison(new ModelVerification(largest, mean, 10), Spread), dtype);
    }

    [Fact]
    public void Export_NoVerify_SaysSoInTheManifest()
    {
        HirProgram.Run("export", "--model", model.Path, "--out", _folder.File("exported"), "--no-verify").Succeeded();
        Assert.Null(ModelFolder.Open(_folder.File("exported")).Manifest!.Verification);
    }

    [Fact]
    public async Task Run_GraphsOfAnotherNetwork_ShowAsALargeGap()
    {
        using ModelDraft draft = CheckpointExporter.Prepare(model.Path, _folder.File("wrong"));
        string config = Path.Combine(draft.Path, "config.json");
        JsonNode json = JsonNode.Parse(File.ReadAllText(config))!;
        // The graphs were built for 1e-6; the learner reads this.
        json["layer_norm_epsilon"] = 10.0;
        File.WriteAllText(config, json.ToJsonString());

        ModelVerification verification = await new ExportVerification(draft.Path, Arguments).RunAsync(CancellationToken.None);

        Assert.True(verification.LogprobGapMax > ExportVerification.Tolerance);
    }

    [Fact]
    public async Task Run_BrokenGraph_SaysWhichPartFailedAndWhy()
    {
        using ModelDraft draft = CheckpointExporter.Prepare(model.Path, _folder.File("broken"));
        foreach (string graph in Directory.GetFiles(draft.Path, "*.onnx")) File.WriteAllText(graph, "no graph");

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => new ExportVerification(draft.Path, Arguments).RunAsync(CancellationToken.None));

        Assert.Contains("hir generate failed", e.Message, StringComparison.Ordinal);
        Assert.Contains(".onnx", e.Message, StringComparison.Ordinal);
    }
}
