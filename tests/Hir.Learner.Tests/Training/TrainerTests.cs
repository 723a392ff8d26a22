using System.Text.Json.Nodes;
using Hir.Learner.Training;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.Learner.Tests.Training;

public class TrainerTests
{
    private static readonly LearnerOptions Options = new()
    {
        Training = new TrainingSection { Steps = 4, BatchSize = 8, WarmupSteps = 2, LearningRate = 0.01, MaxEpochs = 0, SuccessShare = 0 },
    };

    [Fact]
    public void Run_Pairs_WritesALineAStepAndAModelFolderThatScoresBetter()
    {
        using TempFolder temp = new();
        ModelFolder start = TinyModels.Folder(temp);

        TrainerResult result = Trainer.Run(Request(start, temp.File("out")));

        JsonObject[] lines = [.. File.ReadLines(temp.File("out", "metrics.jsonl")).Select(l => JsonNode.Parse(l)!.AsObject())];
        Assert.Equal([1, 2, 3, 4], lines.Select(l => (int)l["step"]!));
        Assert.Equal([0.005, 0.01, 0.01, 0.01], lines.Select(l => (double)l["lr"]!));
        Assert.All(lines, l => Assert.True((double)l["grad_norm"]! > 0 && (int)l["tokens"]! > 0 && (double)l["loss_entropy"]! < 0));
        Assert.True((double)lines[3]["loss"]! < (double)lines[0]["loss"]!);
        ModelFolder trained = ModelFolder.Open(temp.File("out"), verify: true);
        Assert.Equal(result.Model.Fingerprint, trained.Fingerprint);
        trained.RequireGraphs();
        Assert.Equal(1, trained.Manifest!.ModelVersion);
        Assert.NotEqual(File.ReadAllBytes(start.WeightsPath), File.ReadAllBytes(trained.WeightsPath));
        Assert.Equal(2, Trainer.Run(Request(trained, temp.File("again"))).Model.Manifest!.ModelVersion);
    }

    [Fact]
    public void Run_TwiceWithEqualArguments_GivesEqualFiles()
    {
        using TempFolder temp = new();
        ModelFolder start = TinyModels.Folder(temp);

        TrainerResult first = Trainer.Run(Request(start, temp.File("a")));
        TrainerResult second = Trainer.Run(Request(start, temp.File("b")));

        Assert.Equal(first.Model.Fingerprint, second.Model.Fingerprint);
        Assert.Equal(File.ReadAllBytes(temp.File("a", "metrics.jsonl")), File.ReadAllBytes(temp.File("b", "metrics.jsonl")));
    }

    [Fact]
    public void Run_OutputFolderThatHoldsSomething_IsRefusedAndLeftAlone()
    {
        using TempFolder temp = new();
        Directory.CreateDirectory(temp.File("out"));
        File.WriteAllText(temp.File("out", "mine"), "x");

        Assert.Throws<InputException>(() => Trainer.Run(Request(TinyModels.Folder(temp), temp.File("out"))));

        Assert.Equal("mine", Path.GetFileName(Directory.GetFileSystemEntries(temp.File("out")).Single()));
    }

    [Fact]
    public void Run_NoPairThatTheObjectiveUses_IsAnErrorAndLeavesNothing()
    {
        using TempFolder temp = new();
        TrainerRequest request = Request(TinyModels.Folder(temp), temp.File("out"));

        InputException error = Assert.Throws<InputException>(() => Trainer.Run(request with { Pairs = [] }));

        Assert.Contains("no step was done", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(temp.File("out")));
    }

    [Fact]
    public void Run_TokensOutsideTheVocabulary_SaysSo()
    {
        using TempFolder temp = new();
        TrainerRequest request = Request(TinyModels.Folder(temp), temp.File("out"));

        InputException error = Assert.Throws<InputException>(() => Trainer.Run(request with { Pairs = [new([5, 40], null, [1])] }));

        Assert.Contains("vocabulary of 40", error.Message, StringComparison.Ordinal);
    }

    private static TrainerRequest Request(ModelFolder model, string output) =>
        new() { Model = model, Pairs = TinyModels.Pairs(20), Options = Options, OutputFolder = output };
}
