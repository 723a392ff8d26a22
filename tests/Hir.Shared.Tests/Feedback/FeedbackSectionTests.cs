using Hir.Shared.Configuration;
using Hir.Shared.Feedback;
using Hir.Shared.Tasks;
using Hir.Testing;

namespace Hir.Shared.Tests.Feedback;

public sealed class FeedbackSectionTests
{
    private const string Minimal = "model: base\ntasks: [word_sorting]\n";

    [Fact]
    public void ToYaml_NoFeedbackNamed_HasNoGroupOfAKind() => Assert.Contains(
        "feedback:\n  kind: \"exact_match\"\n  timeout_seconds: 30\n  workers: 0\n  max_failure_rate: 0.1\nrelabel:\n",
        ConfigBinder.ToYaml(Resolved("")),
        StringComparison.Ordinal);

    [Fact]
    public void Resolve_UsedKinds_HaveTheirDefaultsAndUnusedOnesAreLeftOut()
    {
        FeedbackSection section = Resolved("feedback: { kind: numeric, regex: { pattern: a } }").Feedback;
        Assert.Equal(new(), section.Numeric);
        Assert.Null(section.Regex);
    }

    [Fact]
    public void Bind_SeveralMistakes_ListsAllByKeyAndLine()
    {
        InputException e = Assert.Throws<InputException>(() => Bind("""
            feedback:
              kind: weighted
              weighted: { exact_mach: 1, numeric: 0, command: 1 }
              batch_size: 0
              numeric: { tolerance: -1 }
            """));
        Assert.Collection(
            e.Problems,
            p => Assert.StartsWith("run.yaml:6: feedback.batch_size: 0 is not allowed", p, StringComparison.Ordinal),
            p => Assert.StartsWith("run.yaml:5: feedback.weighted.exact_mach: feedback \"exact_mach\" is not known", p, StringComparison.Ordinal),
            p => Assert.StartsWith("run.yaml:5: feedback.weighted.numeric: 0 is not allowed: above 0", p, StringComparison.Ordinal),
            p => Assert.StartsWith("run.yaml: feedback.command.run: missing", p, StringComparison.Ordinal),
            p => Assert.StartsWith("run.yaml:7: feedback.numeric.tolerance: -1 is not allowed", p, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kind: exact", "Did you mean \"exact_match\"?")]
    [InlineData("kind: weighted", "feedback.weighted: missing")]
    [InlineData("kind: weighted, weighted: {}", "feedback.weighted: missing")]
    [InlineData("kind: weighted, weighted: { weighted: 1 }", "is not known")]
    [InlineData("kind: weighted, weighted: { exact_match: much }", "'much' is not a number")]
    [InlineData("kind: weighted, weighted: [exact_match]", "a list is not a group of names")]
    [InlineData("kind: numerics", "Did you mean \"numeric\"?")]
    [InlineData("kind: numeric, numerc: {}", "did you mean numeric?")]
    [InlineData("kind: command, command: { run: python3 score.py }", "as a list")]
    [InlineData("kind: command, command: { run: [] }", "missing")]
    [InlineData("kind: code_tests, code_tests: { run: [bash], seconds: 30 }", "timeout_seconds")]
    [InlineData("kind: reward_model", "feedback.reward_model.model: missing")]
    [InlineData("kind: class, class: { assembly: a.dll }", "feedback.class.type: missing")]
    [InlineData("kind: constraints, constraints: { max_words: few }", "'few' is not a whole number")]
    public void Bind_OneMistake_SaysHowToMendIt(string settings, string expected) => Assert.Contains(
        expected, Assert.Single(Assert.Throws<InputException>(() => Bind($"feedback: {{ {settings} }}")).Problems), StringComparison.Ordinal);

    [Fact]
    public void ToYaml_EveryKind_BindsToTheSame()
    {
        RunConfig config = Resolved("""
            feedback:
              kind: weighted
              batch_size: 5
              weighted:
                exact_match: 0.7
                constraints: 0.3
                regex: 1
                code_tests: 1
                command: 2
                reward_model: 1
                class: 1
              constraints:
                max_words: 20
                required_keywords: [a, "b: c"]
                json_schema: { type: object, properties: { a: { enum: [1, "1", null, true, 0.5] } } }
              regex: { pattern: '"\d+"' }
              code_tests: { run: [python3, tests.py], seconds: 5 }
              command: { run: [python3, score.py], long_lived: true }
              reward_model: { model: judge, score: softmax, label: good }
              class: { assembly: My.dll, type: My.Scorer, settings: { threshold: "0.5", word: please } }
            """);
        string yaml = ConfigBinder.ToYaml(config);

        RunConfig again = ConfigBinder.Bind<RunConfig>(ConfigSource.Parse(yaml, "config.yaml", "/elsewhere"));

        Assert.Equal(yaml, ConfigBinder.ToYaml(again));
        Assert.Equal(yaml, ConfigBinder.ToYaml(again with { Feedback = again.Feedback.Resolve(ConfigSource.Empty("/elsewhere")) }));
        Assert.Equal(ConfigBinder.ToJson(config).ToJsonString(), ConfigBinder.ToJson(again).ToJsonString());
        Assert.Equal(["exact_match", "constraints", "regex", "code_tests", "command", "reward_model", "class"], again.Feedback.Weighted!.Keys);
        Assert.Equal("0.5", again.Feedback.Class!.Settings!["threshold"]);
        Assert.Equal("/configs/judge", again.Feedback.RewardModel!.Model);
        Assert.Equal("/configs/My.dll", again.Feedback.Class.Assembly);
        Assert.Equal("/configs", again.Feedback.Command!.Folder);
    }

    [Fact]
    public void Resolve_CommandOfTheCommandLine_StartsInTheCurrentFolder()
    {
        ConfigSource source = ConfigSource.Parse(Minimal, "run.yaml", "/configs");
        source.Set("feedback.kind=command");
        source.Set("feedback.command.run=[python3, score.py]");
        Assert.Equal(Environment.CurrentDirectory, ConfigBinder.Bind<RunConfig>(source).Feedback.Resolve(source).Command!.Folder);
    }

    [Fact]
    public void Only_SectionsOfAnother_AreLeftOutAndUnknownOnesAreNot()
    {
        ScoringConfig config = ConfigBinder.Bind<ScoringConfig>(
            ConfigSource.Parse(Minimal + "feedback: { kind: token_f1 }\n", "run.yaml", "/").Only<ScoringConfig, RunConfig>());
        Assert.Equal("token_f1", config.Feedback.Kind);
        InputException e = Assert.Throws<InputException>(() => ConfigBinder.Bind<ScoringConfig>(
            ConfigSource.Parse("feedbak: { kind: token_f1 }\n", "run.yaml", "/").Only<ScoringConfig, RunConfig>()));
        Assert.Contains("did you mean feedback?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_TaskWithoutTargets_IsNamedBeforeWorkStarts()
    {
        TaskSet[] tasks =
        [
            new("open", [new("1", "q", null), new("2", "q", null)]),
            new("partly", [new("1", "q", null), new("2", "q", "a")]),
        ];
        string problem = Assert.Single(FeedbackCheck.Problems(Resolved("").Feedback, tasks));
        Assert.Contains("exact_match compares with the target, and none of the 2 examples of task open", problem, StringComparison.Ordinal);
        Assert.Empty(FeedbackCheck.Problems(Resolved("feedback: { kind: constraints, constraints: { max_words: 5 } }").Feedback, tasks));
        Assert.Single(FeedbackCheck.Problems(
            Resolved("feedback: { kind: weighted, weighted: { constraints: 1, token_f1: 1 }, constraints: { max_words: 5 } }").Feedback, tasks));
        Assert.Empty(FeedbackCheck.Problems(Resolved("feedback: { kind: regex, regex: { pattern: a } }").Feedback, tasks));
        Assert.Single(FeedbackCheck.Problems(Resolved("feedback: { kind: regex, regex: { pattern: (a), compare_target: true } }").Feedback, tasks));
    }

    [Theory]
    [InlineData("kind: command, command: { run: [no-such-program] }", "no program 'no-such-program'")]
    [InlineData("kind: code_tests, code_tests: { run: [./no-such-program] }", "no-such-program is no program")]
    [InlineData("kind: reward_model, reward_model: { model: nowhere }", "there is no folder")]
    [InlineData("kind: class, class: { assembly: nowhere.dll, type: T }", "there is no file")]
    public void Check_WhatIsMissing_IsNamedBeforeWorkStarts(string settings, string expected) => Assert.Contains(
        expected, Assert.Single(FeedbackCheck.Problems(Resolved($"feedback: {{ {settings} }}").Feedback, [])), StringComparison.Ordinal);

    [Fact]
    public void Check_RewardModelFolder_MustHoldItsFiles()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("model.onnx"), "");
        IReadOnlyList<string> problems = FeedbackCheck.Problems(
            Resolved($"feedback: {{ kind: reward_model, reward_model: {{ model: {folder.Path} }} }}").Feedback, []);
        Assert.Equal(2, problems.Count);
        Assert.Contains("tokenizer.json", problems[0], StringComparison.Ordinal);
        Assert.Contains("config.json", problems[1], StringComparison.Ordinal);
    }

    private static RunConfig Bind(string yaml) => ConfigBinder.Bind<RunConfig>(ConfigSource.Parse(Minimal + yaml, "run.yaml", "/configs"));

    private static RunConfig Resolved(string yaml)
    {
        RunConfig config = Bind(yaml);
        return config with { Feedback = config.Feedback.Resolve(ConfigSource.Parse(Minimal + yaml, "run.yaml", "/configs")) };
    }
}
