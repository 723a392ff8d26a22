using Hir.Testing;

namespace Hir.EndToEnd.Tests.Commands;

/// <summary>Wrong usage and wrong input: exit code 2, a message that says what, where and how to mend it, and nothing written.</summary>
[Collection(TinyModelCollection.Name)]
public sealed class BadInputTests(TinyModel model) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_UnknownKeyAndWrongType_ListsBothWithLines() =>
        HirProgram.Run(
            "run", Write("bad.yaml", $"model: {model.Path}\ntasks: [{model.Tasks}]\ntraning: {{ steps: 3 }}\niterations: lots\n"), "--out",
            _folder.File("run"))
            .Refused("bad.yaml:3: traning: unknown key; did you mean training?", "bad.yaml:4: iterations: 'lots' is not a whole number");

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("..")]
    public void Run_NameThatIsAPath_IsRefused(string name) =>
        HirProgram.Run("run", model.Configure(_folder), "--name", name, "--dry-run").Refused(name, "--out");

    [Fact]
    public void Runs_OneDamagedRun_HidesNoneOfTheOthers()
    {
        HirProgram.Run("run", model.Configure(_folder, iterations: 1), "--out", _folder.File("runs", "good")).Succeeded();
        Directory.CreateDirectory(_folder.File("runs", "bad"));
        File.WriteAllText(_folder.File("runs", "bad", "run.json"), "nothing");

        HirResult result = HirProgram.Run("runs", _folder.File("runs")).Succeeded();

        Assert.Contains("good", result.Output, StringComparison.Ordinal);
        Assert.Contains("run.json", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_UnknownName_ListsTheKnownOnes() => HirProgram.Run("bench", "nothing").Refused("handoff, tokenizer");

    [Fact]
    public void Run_MissingFile_NamesIt() => HirProgram.Run("run", "nowhere.yaml").Refused("nowhere.yaml", "give the path");

    [Fact]
    public void Run_MissingModel_NamesTheFolder() =>
        HirProgram.Run("run", Write("a.yaml", $"model: nowhere\ntasks: [{model.Tasks}]\n"), "--out", _folder.File("run"))
            .Refused(_folder.File("nowhere"));

    [Fact]
    public void Run_UnknownTask_ListsTheKnownOnes() =>
        HirProgram.Run("run", Write("a.yaml", $"model: {model.Path}\ntasks: [word_sortin]\n"), "--out", _folder.File("run"))
            .Refused("word_sortin", "word_sorting");

    [Fact]
    public void Run_NoTokenizer_SaysWhatToCopy()
    {
        Copy(model.Path, _folder.File("model"), without: ["tokenizer.json", "manifest.json"]);
        HirProgram.Run("run", Write("a.yaml", $"model: model\ntasks: [{model.Tasks}]\n"), "--out", _folder.File("run"))
            .Refused("tokenizer.json");
    }

    [Fact]
    public void Eval_TaskLineWithoutQuery_NamesTheLine() =>
        HirProgram.Run(
            "eval", "--model", model.Path, "--tasks", Write("t.jsonl", "{\"query\":\"a\",\"target\":\"b\"}\n{\"target\":\"b\"}\n"), "--out",
            _folder.File("r.json"))
            .Refused("t.jsonl: line 2", "query");

    [Fact]
    public void Eval_EmptyTaskFile_IsRefused() =>
        HirProgram.Run("eval", "--model", model.Path, "--tasks", Write("t.jsonl", ""), "--out", _folder.File("r.json")).Refused("t.jsonl");

    [Fact]
    public void Generate_BadLines_AreAllNamedBeforeAnyWork()
    {
        string prompts = Write("p.jsonl", "{\"prompt\":\"a\"}\nnothing\n{\"prompt_token_ids\":[-1]}\n{}\n");
        HirProgram.Run("generate", "--model", model.Path, "--prompts", prompts, "--out", _folder.File("o.jsonl"))
            .Refused("p.jsonl:2", "p.jsonl:3", "p.jsonl:4");
        Assert.False(File.Exists(_folder.File("o.jsonl")));
    }

    [Fact]
    public void Generate_GenAiWithAnEncoderDecoder_NamesTheEngineForIt() =>
        HirProgram.Run(
            "generate", "--model", model.Path, "--prompts", Write("p.jsonl", "{\"prompt\":\"a\"}\n"), "--out", _folder.File("o.jsonl"),
            "--engine", "genai")
            .Refused(model.Path, "encoder-decoder", "--engine ort");

    [Fact]
    public void Score_GenAi_NamesTheOtherEngines() =>
        HirProgram.Run(
            "score", "--model", model.Path, "--pairs", Write("p.jsonl", "{\"prompt\":\"a\",\"output\":\"b\"}\n"), "--out",
            _folder.File("o.jsonl"), "--engine", "genai")
            .Refused("--engine genai", "ort or torch");

    [Fact]
    public void Generate_TokenBeyondTheVocabulary_IsRefused() =>
        HirProgram.Run(
            "generate", "--model", model.Path, "--prompts", Write("p.jsonl", "{\"prompt_token_ids\":[99999]}\n"), "--out",
            _folder.File("o.jsonl"))
            .Refused("99999");

    [Fact]
    public void Generate_CudaThatIsNotThere_IsRefusedAndAutoFallsBack()
    {
        string prompts = Write("p.jsonl", "{\"prompt\":\"a\"}\n");
        if (File.Exists("/dev/nvidia0")) return;
        HirProgram.Run("generate", "--model", model.Path, "--prompts", prompts, "--out", _folder.File("o.jsonl"), "--device", "cuda")
            .Refused("cuda");
        HirResult auto = HirProgram.Run(
            "generate", "--model", model.Path, "--prompts", prompts, "--out", _folder.File("o.jsonl"), "--device", "auto")
            .Succeeded();
        Assert.Contains("warning", auto.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--temperature", "-1")]
    [InlineData("--top-p", "0")]
    [InlineData("--samples", "0")]
    [InlineData("--engine", "magic")]
    [InlineData("--engine", "genai")]
    [InlineData("--variant", "int8")]
    [InlineData("--device", "tpu")]
    public void Generate_OptionOutOfRange_IsRefused(string option, string value) =>
        HirProgram.Run(
            "generate", "--model", model.Path, "--prompts", Write("p.jsonl", "{\"prompt\":\"a\"}\n"), "--out", _folder.File("o.jsonl"),
            option, value)
            .Refused(value);

    [Fact]
    public void Score_ModelWithAMissingTensor_NamesIt()
    {
        string broken = _folder.File("model");
        Copy(model.Path, broken, without: ["manifest.json"]);
        string config = File.ReadAllText(Path.Combine(broken, "config.json"))
            .Replace("\"num_layers\": 1", "\"num_layers\": 2", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(broken, "config.json"), config);
        HirProgram.Run(
            "score", "--model", broken, "--engine", "torch", "--pairs", Write("p.jsonl", "{\"prompt\":\"a\",\"output\":\"b\"}\n"), "--out",
            _folder.File("o.jsonl"))
            .Refused("encoder.block.1.layer.0.SelfAttention.q.weight");
    }

    [Fact]
    public void Export_WeightOfAWrongShape_NamesIt()
    {
        string broken = _folder.File("model");
        Copy(model.Path, broken, without: ["manifest.json"]);
        string config = File.ReadAllText(Path.Combine(broken, "config.json"))
            .Replace("\"d_ff\": 64", "\"d_ff\": 32", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(broken, "config.json"), config);
        HirProgram.Run("export", "--model", broken, "--out", _folder.File("out")).Refused("DenseReluDense.wi_0.weight", "64", "32");
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public void Learn_TruncatedShard_IsNamedAndRefused()
    {
        HirProgram.Run("sample", "--model", model.Path, "--tasks", model.Tasks, "--out", _folder.File("shards"), "--max-new-tokens", "4")
            .Succeeded();
        string part = Directory.GetFiles(_folder.File("shards"), "*.parquet").Single();
        byte[] bytes = File.ReadAllBytes(part);
        File.WriteAllBytes(part, bytes[..(bytes.Length / 2)]);
        HirProgram.Run("learn", "--model", model.Path, "--shards", _folder.File("shards"), "--out", _folder.File("out"))
            .Refused("part-00000.parquet");
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public void Learn_ShardOfAnotherSchemaVersion_IsRefused()
    {
        HirProgram.Run("sample", "--model", model.Path, "--tasks", model.Tasks, "--out", _folder.File("shards"), "--max-new-tokens", "4")
            .Succeeded();
        string manifest = _folder.File("shards", "manifest.json");
        File.WriteAllText(
            manifest, File.ReadAllText(manifest).Replace("\"schema_version\": 1", "\"schema_version\": 99", StringComparison.Ordinal));
        HirProgram.Run("learn", "--model", model.Path, "--shards", _folder.File("shards"), "--out", _folder.File("out")).Refused("99");
    }

    [Fact]
    public void Learn_BothOrNeitherSource_IsRefused()
    {
        HirProgram.Run("learn", "--model", model.Path, "--out", _folder.File("out")).Refused("--shards", "--pairs");
        HirProgram.Run("learn", "--model", model.Path, "--shards", "a", "--pairs", "b", "--out", _folder.File("out")).Refused("both");
    }

    [Fact]
    public void Sample_NoPlaceToWrite_IsRefused() =>
        HirProgram.Run("sample", "--model", model.Path, "--tasks", model.Tasks, "--out", "/proc/shards", "--max-new-tokens", "2")
            .Refused("/proc/shards");

    [Fact]
    public void Any_UnknownOption_IsRefusedWithAHint() => HirProgram.Run("tokenize", "--modle", "x").Refused("--modle", "--help");

    [Fact]
    public void Subcommand_UnknownOption_HintsAtTheWholeCommand() =>
        HirProgram.Run("shards", "inspect", "x", "--y").Refused("hir shards inspect --help");

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private static void Copy(string from, string to, string[] without)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from).Where(f => !without.Contains(Path.GetFileName(f))))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
