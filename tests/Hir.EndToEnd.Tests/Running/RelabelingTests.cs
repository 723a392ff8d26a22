using System.Diagnostics;
using System.Text.Json.Nodes;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Shared.Relabeling;
using Hir.Shared.Shards;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

/// <summary>phis other than binary, and pieces, through whole runs of the shipped model: what a run relabels, saved shards relabel to.</summary>
public sealed class RelabelingTests : IDisposable
{
    private const string Wanted = "Generate a correct answer to this problem.";

    private static readonly string[] Short =
    [
        "--set", "iterations=3", "--set", "sampling.queries=16", "--set", "training.steps=2", "--set", "evaluation.queries=4",
        "--set", "feedback.kind=edit_distance", "--threads", "1",
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_QuantileWithLowerShare_AsksInItsWordsAndRelabelsAsTheCommandDoes()
    {
        string[] settings =
        [
            "--set", "relabel.kind=quantile", "--set", "relabel.quantile.levels=3", "--set", "relabel.quantile.top_share=0.25",
            "--set", "sampling.lower_share=0.5",
        ];
        RunFolder run = Run("run", settings);

        string[] words =
        [
            Wanted, "Give an answer to this problem that ranks about 56% among the answers so far.",
            "Give an answer to this problem that ranks about 19% among the answers so far.",
        ];
        ShardRow[] sampled = [.. Enumerable.Range(0, 3).SelectMany(i => ShardReader.ReadFolder(run.ShardsOf(i)).Rows)];
        ShardRow[] relabeled = [.. Enumerable.Range(0, 3).SelectMany(i => ShardReader.ReadFolder(run.RelabeledOf(i)).Rows)];
        Assert.Equal(words.Order(), sampled.Select(r => r.Instruction).Distinct().Order());
        Assert.Equal(words.Order(), relabeled.Select(r => r.RelabeledInstruction!).Distinct().Order());
        Assert.Equal(96, relabeled.Length);
        // In the first iteration top is a quarter of the 32, and more only where scores are equal.
        Assert.InRange(relabeled.Count(r => r is { Iteration: 0, IsSuccess: true }), 8, 24);
        Assert.Equal(Wanted, (string)JsonNode.Parse(File.ReadAllText(run.Evaluation(0)))!["instruction"]!);
        Assert.Equal(words[2], (string)JsonNode.Parse(File.ReadAllText(run.WrongEvaluation(0)))!["instruction"]!);

        HirProgram.Run("relabel", "--shards", run.Shards, "--out", _folder.File("again"), "--config", run.Config).Succeeded();
        Assert.Equal(Files(run.Relabeled), Files(_folder.File("again")));
        // One folder alone knows nothing of the iteration before.
        HirProgram.Run("relabel", "--shards", run.ShardsOf(1), "--out", _folder.File("alone"), "--config", run.Config).Succeeded();
        Assert.Equal(32, ShardReader.ReadFolder(_folder.File("alone")).Rows.Count);

        // What is trained on is the same whether phi runs before or in the learner.
        string[] learn = ["learn", "--model", run.Model(0), "--config", Learning(run), "--steps", "3", "--threads", "1"];
        HirProgram.Run([.. learn, "--shards", run.Relabeled, "--out", _folder.File("m1")]).Succeeded();
        HirProgram.Run([.. learn, "--shards", run.Shards, "--out", _folder.File("m2")]).Succeeded();
        Assert.Equal(File.ReadAllText(_folder.File("m1", "metrics.jsonl")), File.ReadAllText(_folder.File("m2", "metrics.jsonl")));
    }

    [Theory]
    [InlineData("prefix", "decoder")]
    [InlineData("random", "decoder")]
    [InlineData("random", "encoder")]
    public void Run_Pieces_AreTrainedOnAndRelabelAsTheCommandDoes(string pieces, string side)
    {
        RunFolder run = Run("run", ["--set", $"relabel.pieces={pieces}", "--set", $"relabel.piece_side={side}"]);

        ShardRow[] cut = [.. Enumerable.Range(0, 3).SelectMany(i => ShardReader.ReadFolder(run.RelabeledOf(i)).Rows).Where(r => r.PieceStart is not null)];
        Assert.True(cut.Length > 20, $"{cut.Length} pieces");
        Assert.Equal(cut.Length, new MetricsFile(run.Metrics).Read().Where(l => (string?)l["event"] == "relabeled").Sum(l => (int)l["pieces"]!));
        if (pieces == "prefix")
        {
            Assert.All(cut, r => Assert.Equal((Wanted, true, 0), (r.RelabeledInstruction, r.IsSuccess, r.PieceStart)));
            Assert.All(cut, r => Assert.True(r.FirstError > 0));
        }
        else
        {
            Assert.Contains(cut, r => r.PieceStart > 0);
        }

        HirProgram.Run(
            "relabel", "--shards", run.Shards, "--out", _folder.File("again"), "--config", run.Config, "--model", run.Model(0)).Succeeded();
        Assert.Equal(Files(run.Relabeled), Files(_folder.File("again")));
        Assert.Empty(ShardInspector.Verify(run.RelabeledOf(0)));
        HirProgram.Run("relabel", "--shards", run.Shards, "--out", _folder.File("no"), "--config", run.Config).Refused("--model");
    }

    [Fact]
    public void Resume_QuantileAndPiecesKilledBetweenSamplingAndRelabeling_EndsAsTheUninterruptedRun()
    {
        string[] settings = ["--set", "relabel.kind=quantile", "--set", "relabel.pieces=prefix", "--set", "sampling.lower_share=0.3"];
        RunFolder whole = Run("whole", settings);
        RunFolder cut = new(_folder.File("cut"));
        using (Process process = HirProgram.Start(null, Command(cut, settings)))
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            string sign = Path.Combine(cut.ShardsOf(1), "manifest.json");
            Assert.True(SpinWait.SpinUntil(() => File.Exists(sign) || process.HasExited, TimeSpan.FromMinutes(2)));
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        // Relabeled again with what is on the disk alone, whether the kill came before it or after.
        if (Directory.Exists(cut.RelabeledOf(1)) && !File.Exists(Path.Combine(cut.Model(2), "manifest.json"))) Directory.Delete(cut.RelabeledOf(1), true);
        HirProgram.Run([.. Command(cut, settings), "--resume"]).Succeeded();

        Assert.Equal(Files(whole.Relabeled), Files(cut.Relabeled));
        Assert.Equal(RunRecord.Read(whole)!.Models, RunRecord.Read(cut)!.Models);
    }

    [Fact]
    public void Relabel_ByAModel_WritesWhatTheModelGeneratesGreedily()
    {
        string model = Path.Combine(SharedFixtures.Root, "data", "base");
        HirProgram.Run("sample", "--model", model, "--tasks", "word_sorting@train:24", "--out", _folder.File("shards"), "--seed", "1").Succeeded();
        string[] command =
        [
            "relabel", "--shards", _folder.File("shards"), "--relabel", "model", "--set", $"relabel.model.path={model}",
            "--set", "relabel.model.instruction=Say it.", "--set", "relabel.model.prompt='{query} {output} {score}'", "--set", "relabel.model.max_new_tokens=9",
            "--set", "relabel.model.empty=leave_out",
        ];
        HirProgram.Run([.. command, "--out", _folder.File("one")]).Succeeded();
        HirProgram.Run([.. command, "--out", _folder.File("two"), "--set", "relabel.model.batch_size=3"]).Succeeded();

        Assert.Equal(Files(_folder.File("one")), Files(_folder.File("two")));
        ShardRow[] rows = [.. ShardReader.ReadFolder(_folder.File("one")).Rows];
        Assert.All(rows.Where(r => r.IsSuccess == true), r => Assert.Equal(Wanted, r.RelabeledInstruction));
        ShardRow[] written = [.. rows.Where(r => r.IsSuccess == false)];
        Assert.True(written.Length > 5);
        File.WriteAllLines(_folder.File("prompts.jsonl"), written.Select(r =>
            new JsonObject { ["prompt"] = $"Say it.\n{r.Query} {r.Output} 0" }.ToJsonString()));
        HirProgram.Run(
            "generate", "--model", model, "--prompts", _folder.File("prompts.jsonl"), "--out", _folder.File("out.jsonl"), "--temperature", "0",
            "--max-new-tokens", "9").Succeeded();
        Assert.Equal(
            File.ReadLines(_folder.File("out.jsonl")).Select(l => ((string)JsonNode.Parse(l)!["outputs"]![0]!["text"]!).Trim()),
            written.Select(r => r.RelabeledInstruction));
        Assert.All(written, r => Assert.Equal(Wanted, r.ContrastInstruction));

        HirProgram.Run("learn", "--model", model, "--shards", _folder.File("shards"), "--out", _folder.File("no"), "--set", "relabel.kind=model",
            "--set", $"relabel.model.path={model}").Refused("relabel.kind: model", "hir relabel");
    }

    [Fact]
    public void Relabel_ByAClass_RunsIt()
    {
        HirProgram.Run(
            "sample", "--model", Path.Combine(SharedFixtures.Root, "data", "base"), "--tasks", "word_sorting@train:8", "--out",
            _folder.File("shards")).Succeeded();
        string[] command =
        [
            "relabel", "--shards", _folder.File("shards"), "--out", _folder.File("out"), "--relabel", "class",
            "--set", $"relabel.class.assembly={typeof(ByLength).Assembly.Location}",
        ];

        HirProgram.Run([.. command, "--set", $"relabel.class.type={typeof(ByLength).FullName}"]).Succeeded();

        Assert.All(
            ShardReader.ReadFolder(_folder.File("out")).Rows, r => Assert.Equal($"Write {r.Output.Length} characters.", r.RelabeledInstruction));
        command[4] = _folder.File("no");
        HirProgram.Run([.. command, "--set", $"relabel.class.type={typeof(ByNothing).FullName}"])
            .Refused(typeof(ByNothing).FullName!, "row 0000/word_sorting", "empty instruction");
        HirProgram.Run(command).Refused("relabel.class.type: missing");
        Assert.False(Directory.Exists(_folder.File("no")));
    }

    [Fact]
    public void Run_WrongRelabeling_ListsEverythingAtOnce()
    {
        string config = _folder.File("bad.yaml");
        File.WriteAllText(config, """
            model: nowhere
            tasks: [word_sorting]
            relabel:
              kind: quantil
              piece_unit: word
            sampling: { lower_share: 2 }
            """);
        HirProgram.Run("run", config).Refused("relabel.piece_unit: 'word' is not one of token, sentence, line");
        HirProgram.Run("run", config, "--set", "relabel.piece_unit=line", "--set", "relabel.quantile.top_share=0", "--set", "relabel.graded.thresholds=[1, 2]")
            .Refused(
                "bad.yaml:4: relabel.kind: relabeling \"quantil\" is not known", "Did you mean \"quantile\"?", "relabel.quantile.top_share: 0 is not allowed",
                "relabel.graded.thresholds: 2 is not allowed", "bad.yaml:6: sampling.lower_share: 2 is not allowed");
    }

    private RunFolder Run(string name, string[] settings)
    {
        RunFolder run = new(_folder.File(name));
        HirProgram.Run(Command(run, settings)).Succeeded();
        return run;
    }

    private static string[] Command(RunFolder run, string[] settings) =>
        ["run", Path.Combine(SharedFixtures.Root, "examples", "tiny.yaml"), "--out", run.Path, .. Short, .. settings];

    /// <summary>The sections of a run's configuration that a learner reads.</summary>
    private string Learning(RunFolder run)
    {
        IEnumerable<string> sections = File.ReadAllText(run.Config).Split('\n')
            .Aggregate(new List<string>(), (parts, line) =>
            {
                if (line.StartsWith(' ') && parts.Count > 0) parts[^1] += "\n" + line;
                else parts.Add(line);
                return parts;
            });
        File.WriteAllLines(
            _folder.File("learn.yaml"), sections.Where(s => s.Split(':')[0] is "prompt" or "instructions" or "relabel" or "objective" or "training" or "replay"));
        return _folder.File("learn.yaml");
    }

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order().Select(f =>
        Path.GetRelativePath(folder, f) + " " + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f))))];
}

/// <summary>A phi of a user's.</summary>
public sealed class ByLength : IRelabeler
{
    /// <inheritdoc/>
    public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows) =>
        [.. rows.Select(r => new Relabel($"Write {r.Output.Length} characters.", null, null))];
}

/// <summary>A phi of a user's that forgot what it is for.</summary>
public sealed class ByNothing(Instructions instructions) : IRelabeler
{
    /// <inheritdoc/>
    public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows) => [.. rows.Select(_ => new Relabel("", instructions.Wrong, null))];
}
