using Hir.Shared.Feedback;
using Hir.Shared.Feedback.Classes;
using Hir.Shared.Feedback.CodeTests;
using Hir.Shared.Feedback.Commands;
using Hir.Shared.Feedback.Constraints;
using Hir.Shared.Feedback.Numbers;
using Hir.Shared.Feedback.Overlap;
using Hir.Shared.Feedback.Patterns;
using Hir.Shared.Feedback.RewardModels;

namespace Hir.Shared.Configuration;

/// <summary>The feedback function R. Each kind that has settings has a group of its own name; docs/feedback.md describes them.</summary>
public sealed record FeedbackSection : IConfigSection
{
    /// <summary>Which one, by name.</summary>
    public string Kind { get; set; } = ExactMatchFeedback.Name;

    /// <summary>The time limit of one call, in seconds.</summary>
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>Calls at the same time; 0 takes the machine's cores.</summary>
    public int Workers { get; set; }

    /// <summary>The run stops when a larger share of an iteration's scores failed or timed out.</summary>
    public double MaxFailureRate { get; set; } = 0.1;

    /// <summary>Outputs a call at most; unset, it is the kind's own (1 for code_tests, 32 for the others).</summary>
    public int? BatchSize { get; set; }

    /// <summary>For weighted: kinds with their weights, above 0. The score is the weighted mean.</summary>
    public IReadOnlyDictionary<string, double>? Weighted { get; set; }

    /// <summary>Settings of numeric.</summary>
    public NumericSection? Numeric { get; set; }

    /// <summary>Settings of regex.</summary>
    public RegexSection? Regex { get; set; }

    /// <summary>Settings of token_f1.</summary>
    public TokenF1Section? TokenF1 { get; set; }

    /// <summary>Settings of edit_distance.</summary>
    public EditDistanceSection? EditDistance { get; set; }

    /// <summary>Settings of constraints.</summary>
    public ConstraintsSection? Constraints { get; set; }

    /// <summary>Settings of code_tests.</summary>
    public CodeTestsSection? CodeTests { get; set; }

    /// <summary>Settings of command.</summary>
    public CommandSection? Command { get; set; }

    /// <summary>Settings of reward_model.</summary>
    public RewardModelSection? RewardModel { get; set; }

    /// <summary>Settings of class.</summary>
    public ClassSection? Class { get; set; }

    /// <summary>
    /// The same with the groups of the kinds that are used, filled in where they were left out, and no other group; paths are absolute.
    /// </summary>
    /// <param name="source">Where the section was read, for the folder that a relative path starts from.</param>
    /// <param name="key">Where it stands there, such as <c>feedback</c>.</param>
    public FeedbackSection Resolve(ConfigSource source, string key = "feedback")
    {
        FeedbackSection resolved = this with
        {
            Weighted = Kind == FeedbackKinds.Weighted ? Weighted : null,
            Numeric = Used(NumericFeedback.Name, Numeric),
            Regex = Used(RegexFeedback.Name, Regex),
            TokenF1 = Used(TokenF1Feedback.Name, TokenF1),
            EditDistance = Used(EditDistanceFeedback.Name, EditDistance),
            Constraints = Used(ConstraintsFeedback.Name, Constraints),
            CodeTests = Used(CodeTestsFeedback.Name, CodeTests),
            Command = Used(CommandFeedback.Name, Command),
            RewardModel = Used(FeedbackKinds.RewardModel, RewardModel),
            Class = Used(ClassFeedback.Name, Class),
        };
        if (resolved.CodeTests is { } tests) resolved.CodeTests = tests with { Folder = Folder(tests.Folder, "code_tests") };
        if (resolved.Command is { } command) resolved.Command = command with { Folder = Folder(command.Folder, "command") };
        if (resolved.RewardModel is { } reward)
        {
            resolved.RewardModel = reward with { Model = source.PathAt($"{key}.reward_model.model", reward.Model) };
        }

        if (resolved.Class is { } type) resolved.Class = type with { Assembly = source.PathAt($"{key}.class.assembly", type.Assembly) };
        return resolved;

        T? Used<T>(string kind, T? section) where T : class, new() => FeedbackKinds.Used(this).Contains(kind) ? section ?? new T() : null;

        // A command given on the command line starts where the user is.
        string Folder(string? folder, string kind) =>
            source.PathAt(folder is null ? $"{key}.{kind}.run" : $"{key}.{kind}.folder", folder ?? ".");
    }

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (TimeoutSeconds is <= 0 or > FeedbackRunnerOptions.LongestSeconds)
        {
            yield return ("timeout_seconds", Rules.Number(TimeoutSeconds, $"above 0 and at most {FeedbackRunnerOptions.LongestSeconds}"));
        }

        if (Workers < 0) yield return ("workers", $"{Workers} is not allowed: 0 (the machine's cores) or more");
        if (MaxFailureRate is < 0 or > 1) yield return ("max_failure_rate", Rules.Number(MaxFailureRate, "from 0 to 1"));
        if (BatchSize < 1) yield return ("batch_size", $"{BatchSize} is not allowed: at least 1");
        if (CodeTests is { } tests && FeedbackKinds.Used(this).Contains(CodeTestsFeedback.Name)
            && tests.Seconds * (BatchSize ?? 1) >= TimeoutSeconds)
        {
            yield return ("timeout_seconds", Rules.Number(
                TimeoutSeconds, FormattableString.Invariant($"more than code_tests.seconds ({tests.Seconds}) for each output of a call")));
        }

        foreach ((string Key, string Problem) problem in FeedbackKinds.Problems(this)) yield return problem;
    }
}
