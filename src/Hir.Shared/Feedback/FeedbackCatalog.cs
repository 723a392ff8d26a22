using Hir.Shared.Configuration;
using Hir.Shared.Feedback.Choices;
using Hir.Shared.Feedback.Classes;
using Hir.Shared.Feedback.CodeTests;
using Hir.Shared.Feedback.Commands;
using Hir.Shared.Feedback.Constraints;
using Hir.Shared.Feedback.Numbers;
using Hir.Shared.Feedback.Overlap;
using Hir.Shared.Feedback.Patterns;
using Hir.Shared.Feedback.Weighted;

namespace Hir.Shared.Feedback;

/// <summary>The feedback functions that a configuration can name.</summary>
public static class FeedbackCatalog
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names => FeedbackKinds.Names;

    /// <summary>Whether the feedback function of a configuration compares with the target.</summary>
    public static bool NeedsTarget(FeedbackSection section) => FeedbackKinds.NeedingTarget(section).Any();

    /// <summary>
    /// Makes the feedback function of a configuration, called within its limits: a pool of workers, a time limit, failures as statuses.
    /// </summary>
    /// <param name="section">Without problems, and resolved.</param>
    /// <param name="surroundings">What it gets from the program.</param>
    /// <exception cref="InputException">What the configuration names is missing or of no use.</exception>
    public static IFeedbackPool Create(FeedbackSection section, FeedbackSurroundings? surroundings = null)
    {
        surroundings ??= new FeedbackSurroundings();
        InputException.ThrowIfAny(FeedbackKinds.Problems(section).Select(p => $"feedback.{p.Key}: {p.Problem}"));
        return section.Kind == FeedbackKinds.Weighted
            ? new WeightedFeedback([.. section.Weighted!.Select(p => new WeightedPart(p.Key, p.Value, Run(p.Key)))], section.MaxFailureRate)
            : Run(section.Kind);

        FeedbackRunner Run(string kind) => new(Single(kind, section, surroundings), new FeedbackRunnerOptions
        {
            Workers = section.Workers > 0 ? section.Workers : surroundings.Workers,
            BatchSize = section.BatchSize ?? FeedbackKinds.Of(kind).BatchSize,
            TimeLimit = TimeSpan.FromSeconds(section.TimeoutSeconds),
            MaxFailureRate = section.MaxFailureRate,
        });
    }

    /// <summary>Makes a feedback function by itself.</summary>
    /// <exception cref="InputException">The name is not known, or what the settings name is missing.</exception>
    public static IFeedback Single(string kind, FeedbackSection section, FeedbackSurroundings surroundings) => kind switch
    {
        ExactMatchFeedback.Name => new ExactMatchFeedback(),
        MultipleChoiceFeedback.Name => new MultipleChoiceFeedback(),
        NumericFeedback.Name => new NumericFeedback(section.Numeric ?? new()),
        RegexFeedback.Name => new RegexFeedback(section.Regex ?? new()),
        TokenF1Feedback.Name => new TokenF1Feedback(section.TokenF1 ?? new()),
        EditDistanceFeedback.Name => new EditDistanceFeedback(section.EditDistance ?? new()),
        ConstraintsFeedback.Name => new ConstraintsFeedback(section.Constraints ?? new()),
        CodeTestsFeedback.Name => new CodeTestsFeedback(section.CodeTests ?? new()),
        CommandFeedback.Name => new CommandFeedback(section.Command ?? new()),
        ClassFeedback.Name => ClassFeedback.Create(section.Class ?? new()),
        FeedbackKinds.RewardModel => surroundings.OpenRewardModel?.Invoke(section.RewardModel ?? new())
            ?? throw new InputException("feedback.kind: reward_model needs the sampler, and this program runs without it."),
        _ => throw new InputException(UnknownName.Describe("feedback", kind, Names)),
    };
}
