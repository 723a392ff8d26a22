using Hir.Shared.Configuration;

namespace Hir.Shared.Tests.Configuration;

public sealed class ConfigBinderTests
{
    private const string Minimal = "model: base\ntasks: [word_sorting]\n";

    [Fact]
    public void Bind_MinimalFile_TakesDefaultsForTheRest()
    {
        RunConfig config = Bind(Minimal);

        Assert.Equal(5, config.Iterations);
        Assert.Equal(ContrastKind.Exclusion, config.Objective.Contrast);
        Assert.Equal(["word_sorting"], config.Tasks);
    }

    [Fact]
    public void Bind_EveryKindOfValue_IsRead()
    {
        RunConfig config = Bind(Minimal + """
            seed: -7
            objective:
              kind: farl
              alpha: 1e-2
            replay: { deduplicate: false, window: 3 }
            instructions:
              correct: "Answer: yes"
            """);

        Assert.Equal(-7, config.Seed);
        Assert.Equal(ObjectiveKind.Farl, config.Objective.Kind);
        Assert.Equal(0.01, config.Objective.Alpha);
        Assert.False(config.Replay.Deduplicate);
        Assert.Equal(3, config.Replay.Window);
        Assert.Equal("Answer: yes", config.Instructions.Correct);
    }

    [Fact]
    public void Bind_SeveralMistakes_ListsAllWithFileLineAndMend()
    {
        var e = Assert.Throws<InputException>(() => Bind("""
            model: base
            taks: [word_sorting]
            iterations: many
            sampling:
              temprature: 1
              top_p: 0.5
            objective: { contrast: sometimes }
            """));

        Assert.Collection(
            e.Problems,
            p => Assert.Equal("run.yaml:2: taks: unknown key; did you mean tasks?", p),
            p => Assert.Equal("run.yaml:3: iterations: 'many' is not a whole number", p),
            p => Assert.Equal("run.yaml:5: sampling.temprature: unknown key; did you mean temperature?", p),
            p => Assert.Equal("run.yaml:7: objective.contrast: 'sometimes' is not one of none, batch, pair, exclusion, own_query", p));
    }

    [Fact]
    public void Bind_ValuesOutOfRange_ListsAllWithTheirLines()
    {
        var e = Assert.Throws<InputException>(() => Bind(Minimal + "sampling:\n  temperature: -1\n  top_p: 1.5\ntraining: { steps: 0 }\n"));

        Assert.Collection(
            e.Problems,
            p => Assert.StartsWith("run.yaml:4: sampling.temperature: -1 is not allowed", p, StringComparison.Ordinal),
            p => Assert.StartsWith("run.yaml:5: sampling.top_p: 1.5 is not allowed", p, StringComparison.Ordinal),
            p => Assert.StartsWith("run.yaml:6: training.steps: 0 is not allowed", p, StringComparison.Ordinal));
    }

    [Fact]
    public void Bind_SetOnCommandLine_OverridesAndIsNamedInErrors()
    {
        ConfigSource source = ConfigSource.Parse(Minimal + "training: { steps: 5 }\n", "run.yaml", "/");
        source.Set("training.steps=9");
        source.Set("objective.kind=nothing");

        var e = Assert.Throws<InputException>(() => ConfigBinder.Bind<RunConfig>(source));
        Assert.Equal("--set objective.kind: 'nothing' is not one of hir, farl, sft, ppo, grpo", Assert.Single(e.Problems));
        source.Set("objective.kind=sft");
        Assert.Equal(9, ConfigBinder.Bind<RunConfig>(source).Training.Steps);
    }

    [Fact]
    public void Bind_MapOfNumbers_NamesWhatIsWrongByItsLine()
    {
        var e = Assert.Throws<InputException>(() => Bind(Minimal + "replay:\n  task_weights:\n    a: many\n    b: 1\n"));
        Assert.Equal("run.yaml:5: replay.task_weights.a: 'many' is not a number", Assert.Single(e.Problems));

        e = Assert.Throws<InputException>(() => Bind(Minimal + "replay:\n  task_weights:\n    a: 1\n    b: -1\n"));
        Assert.StartsWith("run.yaml:6: replay.task_weights.b: -1 is not allowed", Assert.Single(e.Problems), StringComparison.Ordinal);

        e = Assert.Throws<InputException>(() => Bind(Minimal + "replay: { task_weights: 3 }"));
        Assert.Contains("'3' is not a group of names, each with a number", Assert.Single(e.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_UnknownKeysWrongTypesAndBrokenRules_AreSaidTogetherAndOnce()
    {
        var e = Assert.Throws<InputException>(() => Bind("modell: m\ntasks: [t]\nthreads: many\nsampling: { top_p: 3, samples: 0 }\n"));

        Assert.Equal(
            ["modell", "threads", "sampling.samples", "sampling.top_p"],
            e.Problems.Select(p => p.Split(": ")[1]));
    }

    [Theory]
    [InlineData("a: [1", "run.yaml:")]
    [InlineData("- 1", "run.yaml:1: a configuration is a mapping")]
    public void Parse_NotAMapping_NamesFileAndLine(string text, string start) =>
        Assert.StartsWith(start, Assert.Throws<InputException>(() => Bind(text)).Problems[0], StringComparison.Ordinal);

    [Fact]
    public void Load_MissingFile_NamesIt() =>
        Assert.Contains("nowhere.yaml", Assert.Throws<InputException>(() => ConfigSource.Load("nowhere.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void ToYaml_OfAnything_BindsToTheSame()
    {
        RunConfig config = Bind(Minimal + """
            instructions: { correct: "a: 'b' \" ü\n#" }
            objective: { alpha: 0.1, kind: sft }
            replay: { deduplicate: false, task_weights: { "a: b": 0.5, word_sorting: 2 } }
            sampling: { suppress_tokens: [3, 17] }

            """);

        RunConfig again = Bind(ConfigBinder.ToYaml(config));

        // Lists are not equal by what they hold.
        SamplingSection sampling = config.Sampling with { SuppressTokens = again.Sampling.SuppressTokens };
        ReplaySection replay = config.Replay with { TaskWeights = again.Replay.TaskWeights };
        Assert.Equal(config with { Tasks = again.Tasks, Sampling = sampling, Replay = replay }, again);
        Assert.Equal(config.Replay.TaskWeights, again.Replay.TaskWeights);
        Assert.Equal(0.5, again.Replay.TaskWeights["a: b"]);
        Assert.Equal(2, (double)ConfigBinder.ToJson(config)["replay"]!["task_weights"]!["word_sorting"]!);
        Assert.Equal(config.Tasks, again.Tasks);
        Assert.Equal(config.Sampling.SuppressTokens, again.Sampling.SuppressTokens);
        Assert.Null(again.Sampler.Variant);
        Assert.Equal("int4", Bind(ConfigBinder.ToYaml(Bind(Minimal + "sampler: { variant: int4 }"))).Sampler.Variant);
    }

    [Fact]
    public void Bind_UnknownVariant_NamesTheKeyAndTheOnesThereAre() => Assert.Contains(
        "sampler.variant: 'int2': there is no variant of that name; use int8 or int4",
        Assert.Single(Assert.Throws<InputException>(() => Bind(Minimal + "sampler: { variant: int2 }")).Problems), StringComparison.Ordinal);

    private static RunConfig Bind(string yaml) => ConfigBinder.Bind<RunConfig>(ConfigSource.Parse(yaml, "run.yaml", "/"));
}
