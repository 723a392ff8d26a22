using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Commands;

/// <summary>
/// What scripts rely on, seen from outside: help, JSON, carried fields, order, seeds, and the reference values through the program itself.
/// </summary>
[Collection(TinyModelCollection.Name)]
public sealed class ContractTests(TinyModel model) : IDisposable
{
    private static readonly string[] Checkpoints = ["t5-v1.0-relu-tied", "t5-v1.1-gated-gelu-untied"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("learn")]
    [InlineData("shards inspect")]
    [InlineData("shards verify")]
    [InlineData("shards adopt")]
    public void Help_OfACommand_HasAnExample(string command) =>
        Assert.Contains("xample", HirProgram.Run([.. command.Split(' '), "--help"]).Succeeded().Output, StringComparison.Ordinal);

    [Fact]
    public void Generate_SeveralSamples_KeepsOrderAndFieldsAndDependsOnTheSeedAlone()
    {
        string prompts = Write("p.jsonl", Enumerable.Range(0, 4).Select(i => new JsonObject
        {
            ["prompt"] = $"Sort: violin candle {i}", ["k"] = i, ["nested"] = new JsonObject { ["u"] = "\u00e9" },
        }));

        JsonObject[] first = Generate("a.jsonl", "--seed", "4", "--batch-size", "64");
        JsonObject[] again = Generate("b.jsonl", "--seed", "4", "--batch-size", "3");
        JsonObject[] other = Generate("c.jsonl", "--seed", "5", "--batch-size", "64");

        Assert.Equal([0, 1, 2, 3], first.Select(r => (int)r["k"]!));
        Assert.All(first, r => Assert.Equal("\u00e9", (string)r["nested"]!["u"]!));
        Assert.All(first, r => Assert.Equal(3, r["outputs"]!.AsArray().Count));
        Assert.Equal(Ids(first), Ids(again));
        Assert.NotEqual(Ids(first), Ids(other));

        JsonObject[] Generate(string name, params string[] more)
        {
            HirResult result = HirProgram.Run(
            [
                "generate", "--model", model.Path, "--prompts", prompts, "--out", _folder.File(name), "--samples", "3",
                "--max-new-tokens", "5", "--threads", "1", "--json", .. more,
            ]).Succeeded();
            Assert.IsType<JsonObject>(JsonNode.Parse(result.Output));
            return Read(_folder.File(name));
        }
    }

    [Fact]
    public void Generate_GenerationConfig_ActsOnlyWhenAskedForAndIsSaid()
    {
        string prompts = Write("p.jsonl", [new JsonObject { ["prompt"] = "Sort: violin candle" }]);
        string folder = _folder.File("model");
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(model.Path)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        string[] arguments =
        [
            "generate", "--model", folder, "--prompts", prompts, "--temperature", "0", "--max-new-tokens", "8", "--threads", "1", "--json",
        ];
        int first = (int)Sampled("plain.jsonl")[0]["outputs"]![0]!["token_ids"]![0]!;
        File.WriteAllText(
            Path.Combine(folder, "generation_config.json"), $$"""{"do_sample":true,"top_k":7,"suppress_tokens":[{{first}}]}""");

        Assert.Equal(first, (int)Sampled("ignored.jsonl")[0]["outputs"]![0]!["token_ids"]![0]!);
        JsonNode asked = Sampled("asked.jsonl", "--generation-config")[0];
        Assert.DoesNotContain(first, asked["outputs"]![0]!["token_ids"]!.AsArray().Select(id => (int)id!));
        Assert.DoesNotContain(
            first,
            Sampled("given.jsonl", "--suppress-tokens", $"{first}")[0]["outputs"]![0]!["token_ids"]!.AsArray().Select(id => (int)id!));

        JsonObject[] Sampled(string name, params string[] more)
        {
            JsonNode said = JsonNode.Parse(HirProgram.Run([.. arguments, "--out", _folder.File(name), .. more]).Succeeded().Output)!;
            Assert.Equal(0, (double)said["sampling"]!["temperature"]!);
            Assert.Equal(more is ["--generation-config"] ? 7 : 0, (int)said["sampling"]!["top_k"]!);
            return Read(_folder.File(name));
        }
    }

    [Fact]
    public void Generate_BadLines_AreAllNumberedAndNothingIsWritten()
    {
        string prompts = _folder.File("bad.jsonl");
        File.WriteAllText(prompts, "{\"prompt\":\"a\"}\n{\"prompt\":3}\nnot json\n{\"x\":1}\n");

        HirProgram.Run("generate", "--model", model.Path, "--prompts", prompts, "--out", _folder.File("out.jsonl"))
            .Refused("bad.jsonl:2:", "bad.jsonl:3:", "bad.jsonl:4:");

        Assert.False(File.Exists(_folder.File("out.jsonl")));
    }

    [Fact]
    public void Sample_FolderThatHoldsSomething_IsRefusedBeforeAnyWork()
    {
        File.WriteAllText(_folder.File("mine.txt"), "mine");

        HirResult result = HirProgram.Run(
            "sample", "--model", model.Path, "--tasks", model.Tasks, "--out", _folder.Path, "--max-new-tokens", "4")
            .Refused("it exists already");

        Assert.DoesNotContain("sampling", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DryRunWithJson_PrintsTheResolvedConfigurationAsOneObject()
    {
        HirResult result = HirProgram.Run(
            "run", model.Configure(_folder), "--out", _folder.File("run"), "--dry-run", "--set", "iterations=7", "--json")
            .Succeeded();

        JsonNode printed = JsonNode.Parse(result.Output)!;
        Assert.Equal(7, (int)printed["config"]!["iterations"]!);
        Assert.Equal(4, (int)printed["config"]!["training"]!["steps"]!);
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [SharedFact]
    public void ScoreAndGenerate_ReferenceCheckpoints_AgreeWithBothEngines()
    {
        foreach (string name in Checkpoints)
        {
            string checkpoint = SharedFixtures.PathOf("fixtures", "models", name);
            JsonArray pairs = JsonNode.Parse(File.ReadAllText(Path.Combine(checkpoint, "reference.json")))!["pairs"]!.AsArray();
            string file = Write(name + ".jsonl", pairs.Select((p, i) => new JsonObject
            {
                ["prompt_token_ids"] = p!["input_ids"]!.DeepClone(), ["output_token_ids"] = p["output_ids"]!.DeepClone(), ["id"] = i,
            }));
            HirProgram.Run("export", "--model", checkpoint, "--out", _folder.File(name), "--threads", "1").Succeeded();
            foreach ((string engine, string folder) in new[] { ("ort", _folder.File(name)), ("torch", checkpoint) })
            {
                string output = _folder.File($"{name}.{engine}");
                HirProgram.Run("score", "--model", folder, "--pairs", file, "--out", output, "--engine", engine, "--threads", "1")
                    .Succeeded();
                foreach ((JsonObject row, JsonNode? pair) in Read(output).Zip(pairs))
                {
                    Close(Numbers(pair!["logprobs"]), Numbers(row["logprobs"]), 2e-4);
                    Close([Numbers(row["logprobs"]).Sum()], [(double)row["sum"]!], 1e-4);
                }

                HirProgram.Run(
                    "generate", "--model", folder, "--prompts", file, "--out", output, "--engine", engine, "--temperature", "0",
                    "--max-new-tokens", "24", "--threads", "1")
                    .Succeeded();
                Assert.Equal(
                    pairs.Select(p => p!["greedy"]!.ToJsonString()),
                    Read(output).Select(r => r["outputs"]![0]!["token_ids"]!.ToJsonString()));
            }
        }
    }

    [SharedFact]
    public void Learn_EveryFormOfTheObjective_GivesTheReferenceValues()
    {
        foreach (string name in Checkpoints)
        {
            string checkpoint = SharedFixtures.PathOf("fixtures", "models", name);
            JsonNode reference = JsonNode.Parse(File.ReadAllText(Path.Combine(checkpoint, "objective.json")))!;
            string pairs = Write(name + ".pairs.jsonl", reference["pairs"]!.AsArray().Select(p => p!.AsObject()));
            foreach (JsonNode? expected in reference["cases"]!.AsArray())
            {
                JsonObject settings = expected!["settings"]!.AsObject();
                string output = _folder.File($"{name}.{settings["name"]}");
                IEnumerable<string> objective = settings.Where(s => s.Key != "name")
                    .SelectMany(s => new[] { "--" + s.Key.Replace('_', '-'), s.Value!.ToString() });
                HirProgram.Run([
                    "learn", "--model", checkpoint, "--pairs", pairs, "--out", output, "--objective", "hir", .. objective, "--steps", "6",
                    "--batch-size", "6", "--lr", "1e-3",
                    "--weight-decay", "0.01", "--grad-clip", "0", "--shuffle", "false", "--threads", "1"]).Succeeded();

                JsonObject[] steps = Read(Path.Combine(output, "metrics.jsonl"));
                foreach ((string term, JsonNode? value) in expected["first_step"]!.AsObject())
                {
                    Close([(double)value!], [(double)steps[0][term]!], 2e-4);
                }

                double norm = (double)expected["grad_norm"]!;
                Close([norm], [(double)steps[0]["grad_norm"]!], 1e-3 * norm);
                Close(Numbers(expected["losses"]), [.. steps.Select(s => (double)s["loss"]!)], 1e-2);
            }
        }
    }

    private string Write(string name, IEnumerable<JsonObject> rows)
    {
        string path = _folder.File(name);
        File.WriteAllLines(path, rows.Select(r => r.ToJsonString()));
        return path;
    }

    private static JsonObject[] Read(string path) => [.. File.ReadLines(path).Select(l => JsonNode.Parse(l)!.AsObject())];

    private static string Ids(JsonObject[] rows) =>
        string.Join(' ', rows.SelectMany(r => r["outputs"]!.AsArray()).Select(o => o!["token_ids"]!.ToJsonString()));

    private static double[] Numbers(JsonNode? values) => [.. values!.AsArray().Select(v => (double)v!)];

    private static void Close(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance,
                string.Create(CultureInfo.InvariantCulture, $"value {i}: {actual[i]}, not {expected[i]} within {tolerance}"));
        }
    }
}
