using System.Text.Json.Nodes;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Shared.Shards;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

[Collection(TinyModelCollection.Name)]
public sealed class VariantTests(TinyModel model) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_SamplerVariant_SamplesWithItAndLearnsInFullPrecision()
    {
        string config = model.Configure(_folder, "sampler: { variant: int8 }");

        JsonNode result = JsonNode.Parse(HirProgram.Run("run", config, "--out", _folder.File("run"), "--json").Succeeded().Output)!;

        var run = new RunFolder(_folder.File("run"));
        for (int version = 0; version <= 2; version++)
        {
            Assert.Equal(["int8"], ModelFolder.Open(run.Model(version), verify: true).Variants);
            Assert.Equal("int8", (string)JsonNode.Parse(File.ReadAllText(run.Evaluation(version)))!["variant"]!);
        }

        Assert.Equal("int8", ShardReader.ReadFolder(run.RelabeledOf(1)).Settings["variant"]);
        IReadOnlyList<JsonObject> lines = new MetricsFile(run.Metrics).Read();
        JsonObject[] gaps = [.. lines.Where(l => (string?)l["event"] == "logprobs")];
        Assert.Equal(2, gaps.Length);
        // Full precision is within 2e-4 of the learner: this is the variant's distance, and it is no broken graph's.
        Assert.All(gaps, l => Assert.InRange((double)l["logprob_gap_mean"]!, 1e-4, 0.1));
        Assert.All(gaps, l => Assert.Equal("int8", (string)l["variant"]!));
        JsonObject[] published = [.. lines.Where(l => (string?)l["role"] == "learner" && (string?)l["event"] == "iteration")];
        Assert.All(published, l => Assert.InRange((double)l["variant_seconds"]!, 1e-5, (double)l["publish_seconds"]!));
        Assert.Equal("int8", (string)result["variant"]!);

        // What a stop before publishing leaves; going on gives the very same version.
        RunRecord whole = RunRecord.Read(run)!;
        (whole with { State = "running", Models = whole.Models.Where(m => m.Key != "2").ToDictionary() }).Write(run);
        Directory.Delete(run.Model(2), recursive: true);
        File.Delete(run.Evaluation(2));
        HirProgram.Run("run", config, "--out", run.Path, "--resume").Succeeded();
        Assert.Equal(whole.Models, RunRecord.Read(run)!.Models);
        Assert.Contains("for the int8 variant", File.ReadAllText(Path.Combine(run.Logs(2), "learner.log")), StringComparison.Ordinal);
        HirProgram.Run("run", config, "--out", run.Path, "--resume", "--set", "sampler.variant=int4")
            .Refused("sampler.variant was \"int8\" and is now \"int4\"");
    }

    [Fact]
    public void Run_UnknownSamplerVariant_IsRefusedByTheKey() =>
        HirProgram.Run("run", model.Configure(_folder), "--out", _folder.File("run"), "--set", "sampler.variant=int3")
            .Refused("sampler.variant", "'int3'", "int8 or int4");

    [Fact]
    public void Export_Quantize_RecordsEachVariantsGapAndCommandsPickIt()
    {
        string exported = _folder.File("exported"), prompts = _folder.File("p.jsonl"), pairs = _folder.File("s.jsonl");
        JsonNode result = JsonNode.Parse(HirProgram.Run("export", "--model", model.Path, "--out", exported, "--quantize", "int8,int4", "--json").Succeeded().Output)!;

        ModelManifest manifest = ModelFolder.Open(exported, verify: true).Manifest!;
        Assert.Equal(["int8", "int4"], manifest.Variants!.Select(v => v.Name));
        Assert.True(manifest.Variants![0].Verification!.LogprobGapMean < manifest.Variants[1].Verification!.LogprobGapMean);
        Assert.Equal(manifest.Variants.Select(v => v.Verification!.LogprobGapMax), result["variants"]!.AsArray().Select(v => (double)v!["logprob_gap_max"]!));
        Assert.InRange(manifest.Verification!.LogprobGapMax, 1e-9, 1e-4);

        File.WriteAllText(prompts, """{"prompt":"violin candle"}""");
        File.WriteAllText(pairs, """{"prompt":"violin candle","output":"candle violin"}""");
        HashSet<string> answers = [];
        foreach (string[] choice in new string[][] { [], ["--variant", "int8"], ["--variant", "int4"] })
        {
            HirProgram.Run(["generate", "--model", exported, "--prompts", prompts, "--out", _folder.File("o.jsonl"), "--temperature", "0", .. choice]).Succeeded();
            HirProgram.Run(["score", "--model", exported, "--pairs", pairs, "--out", _folder.File("l.jsonl"), .. choice]).Succeeded();
            answers.Add(File.ReadAllText(_folder.File("l.jsonl")));
        }

        Assert.Equal(3, answers.Count);
        HirProgram.Run("sample", "--model", exported, "--tasks", model.Tasks + ":2", "--out", _folder.File("shards"), "--variant", "int4").Succeeded();
        Assert.Equal("int4", ShardReader.ReadFolder(_folder.File("shards")).Settings["variant"]);
    }

    [Theory]
    [InlineData("it holds no variant 'int8'", "--variant", "int8")]
    [InlineData("run with --engine ort", "--variant", "int8", "--engine", "torch")]
    public void Generate_VariantThatCannotRun_IsRefused(string expected, params string[] options)
    {
        File.WriteAllText(_folder.File("p.jsonl"), """{"prompt":"a"}""");
        HirProgram.Run(["generate", "--model", model.Path, "--prompts", _folder.File("p.jsonl"), "--out", _folder.File("o.jsonl"), .. options]).Refused(expected);
        Assert.False(File.Exists(_folder.File("o.jsonl")));
    }

    [Fact]
    public void Export_UnknownQuantization_IsRefusedAndWritesNothing()
    {
        HirProgram.Run("export", "--model", model.Path, "--out", _folder.File("m"), "--quantize", "int8", "--quantize", "int3").Refused("--quantize int3", "int8 or int4");
        Assert.False(Directory.Exists(_folder.File("m")));
    }
}
