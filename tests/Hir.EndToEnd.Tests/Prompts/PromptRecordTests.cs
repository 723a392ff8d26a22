using System.Text.Json.Nodes;
using Hir.Shared.Handoff;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Prompts;

/// <summary>The template and the tokenizer are part of the record, and what differs from it is refused or told.</summary>
[Collection(TinyModelCollection.Name)]
public sealed class PromptRecordTests(TinyModel model) : IDisposable
{
    private const string Own = "{query} | {instruction}";
    private const string Plain = "{instruction}\n{query}";

    private readonly TempFolder _folder = new();

    private RunFolder Run => new(_folder.File("run"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_OwnTemplate_IsRecordedEverywhereAndAsksTheRunsModels()
    {
        StartRun();

        Assert.Contains("  template: \"" + Own + "\"", File.ReadAllText(Run.Config), StringComparison.Ordinal);
        string tokenizer = TokenizerDigest.Of(model.Path);
        Assert.Equal(tokenizer, RunRecord.Read(Run)!.TokenizerSha256);
        foreach (string folder in (string[])[Run.ShardsOf(0), Run.RelabeledOf(0)])
        {
            IReadOnlyDictionary<string, string> settings = ShardReader.ReadFolder(folder).Settings;
            Assert.Equal((Own, tokenizer), (settings["prompt_template"], settings["tokenizer_sha256"]));
        }

        HirProgram.Run("eval", "--model", Run.Model(1), "--tasks", model.Tasks, "--out", _folder.File("eval.json"), "--max-new-tokens", "2")
            .Succeeded();
        foreach (string file in (string[])[Run.Evaluation(1), _folder.File("eval.json")])
        {
            JsonNode result = JsonNode.Parse(File.ReadAllText(file))!;
            Assert.Equal((Own, tokenizer), ((string?)result["prompt_template"], (string?)result["tokenizer_sha256"]));
        }
    }

    [Fact]
    public void EvalCompare_EvaluationsThatAskedDifferently_AreToldOf()
    {
        string[] eval = ["eval", "--model", model.Path, "--tasks", model.Tasks, "--max-new-tokens", "2"];
        HirProgram.Run([.. eval, "--out", _folder.File("a.json")]).Succeeded();
        HirProgram.Run([.. eval, "--out", _folder.File("b.json"), "--template", Own]).Succeeded();

        string error = HirProgram.Run("eval", "--compare", _folder.File("a.json"), _folder.File("b.json")).Succeeded().Error;
        Assert.Contains("prompt_template is \"{instruction}\\n{query}\" and \"" + Own, error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "warning", HirProgram.Run("eval", "--compare", _folder.File("a.json"), _folder.File("a.json")).Succeeded().Error,
            StringComparison.Ordinal);

        File.WriteAllText(_folder.File("b.json"), "{");
        HirProgram.Run("eval", "--compare", _folder.File("a.json"), _folder.File("b.json")).Refused("b.json", "no valid JSON");
    }

    [Fact]
    public void Run_DryRun_PrintsTheResolvedTemplate()
    {
        HirResult result = HirProgram.Run("run", model.Configure(_folder), "--dry-run").Succeeded();
        Assert.Contains("  template: \"{instruction}\\n{query}\"", result.Output, StringComparison.Ordinal);
        Assert.Contains("# prompt template: plain, for an encoder-decoder (t5)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TemplateThatIsNone_IsRefusedWithTheNames() =>
        HirProgram.Run("run", model.Configure(_folder), "--set", "prompt.template=lama3", "--dry-run")
            .Refused("prompt.template", "Did you mean \"llama3\"?");

    [Fact]
    public void Run_ChatFormatThatTheTokenizerLacks_IsRefused() =>
        HirProgram.Run("run", model.Configure(_folder), "--set", "prompt.template=chatml", "--dry-run").Refused("<|im_start|>", model.Path);

    [Fact]
    public void Resume_OtherTemplateOrTokenizer_IsRefused()
    {
        string config = StartRun();
        HirProgram.Run("run", config, "--out", Run.Path, "--resume", "--set", "prompt.template=plain")
            .Refused("another configuration", "template");

        string tokenizer = Path.Combine(Run.Model(0), "tokenizer.json");
        File.WriteAllText(tokenizer, File.ReadAllText(tokenizer).Replace("\"1.0\"", "\"1.1\"", StringComparison.Ordinal));
        HirProgram.Run("run", config, "--out", Run.Path, "--resume").Refused("its tokenizer has SHA-256", "restore the file");
    }

    [Fact]
    public void Resume_ShardsOfAnotherTemplate_AreRefused()
    {
        string config = StartRun();
        RunRecord record = RunRecord.Read(Run)!;
        (record with { Models = new Dictionary<string, string> { ["0"] = record.FingerprintOf(0)! } }).Write(Run);
        foreach (string folder in (string[])[Run.Model(1), Run.Checkpoints]) Directory.Delete(folder, recursive: true);
        Rewrite(Run.RelabeledOf(0), "prompt_template", Plain);

        HirProgram.Run("run", config, "--out", Run.Path, "--resume")
            .Refused("iteration-0000", "its prompts were rendered with the template", Own);
    }

    [Fact]
    public void Learn_ShardsOfAnotherTemplateOrTokenizer_IsToldUnlessTheTemplateWasGiven()
    {
        StartRun();
        string[] learn =
            ["learn", "--model", model.Path, "--shards", Run.Relabeled, "--steps", "1", "--set", "replay.drop_unfinished=false"];

        Assert.Contains(
            "rendered with the template \"" + Own, HirProgram.Run([.. learn, "--out", _folder.File("a")]).Succeeded().Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "warning", HirProgram.Run([.. learn, "--out", _folder.File("b"), "--template", Own]).Succeeded().Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "warning", HirProgram.Run([.. learn, "--out", _folder.File("c"), "--template", "plain"]).Succeeded().Error,
            StringComparison.Ordinal);

        Rewrite(Run.RelabeledOf(0), "tokenizer_sha256", "0123");
        Assert.Contains(
            "another tokenizer", HirProgram.Run([.. learn, "--out", _folder.File("d"), "--template", Own]).Succeeded().Error,
            StringComparison.Ordinal);
    }

    private string StartRun()
    {
        string config = model.Configure(_folder, $"prompt: {{ template: \"{Own}\" }}", iterations: 1);
        HirProgram.Run("run", config, "--out", Run.Path).Succeeded();
        return config;
    }

    private static void Rewrite(string folder, string setting, string value)
    {
        ShardFolder shards = ShardReader.ReadFolder(folder);
        Directory.Delete(folder, recursive: true);
        ShardWriter.WriteFolder(folder, shards.Rows, new ShardFolderInfo
        {
            ModelVersion = 0,
            ModelFingerprint = shards.Manifest.ModelFingerprint!,
            Seed = 0,
            Relabeled = true,
            Settings = new Dictionary<string, string>(shards.Settings) { [setting] = value },
        });
    }
}
