using Hir.Shared.Configuration;
using Hir.Shared.Feedback.Choices;
using Hir.Shared.Feedback.Classes;
using Hir.Shared.Feedback.CodeTests;
using Hir.Shared.Feedback.Commands;
using Hir.Shared.Feedback.Constraints;
using Hir.Shared.Feedback.Numbers;
using Hir.Shared.Feedback.Overlap;
using Hir.Shared.Feedback.Patterns;

namespace Hir.Shared.Feedback;

/// <summary>What a configuration can name as feedback.kind, and the rules on which kinds go together.</summary>
internal static class FeedbackKinds
{
    /// <summary>Several kinds with weights.</summary>
    public const string Weighted = "weighted";

    /// <summary>A network that scores; it runs in the sampler.</summary>
    public const string RewardModel = "reward_model";

    /// <summary>Those that score by themselves. A new kind needs a line here and one in <see cref="FeedbackCatalog"/>.</summary>
    public static IReadOnlyList<FeedbackKind> Single { get; } =
    [
        new(ExactMatchFeedback.Name) { NeedsTarget = _ => true },
        new(MultipleChoiceFeedback.Name) { NeedsTarget = _ => true },
        new(NumericFeedback.Name) { NeedsTarget = _ => true, Settings = s => s.Numeric },
        new(RegexFeedback.Name) { NeedsTarget = s => s.Regex?.CompareTarget == true, Settings = s => s.Regex, Empty = new RegexSection() },
        new(TokenF1Feedback.Name) { NeedsTarget = _ => true, Settings = s => s.TokenF1 },
        new(EditDistanceFeedback.Name) { NeedsTarget = _ => true, Settings = s => s.EditDistance },
        new(ConstraintsFeedback.Name) { Settings = s => s.Constraints, Empty = new ConstraintsSection() },
        new(CodeTestsFeedback.Name) { Settings = s => s.CodeTests, Empty = new CodeTestsSection(), BatchSize = 1 },
        new(CommandFeedback.Name) { Settings = s => s.Command, Empty = new CommandSection() },
        new(RewardModel) { Settings = s => s.RewardModel, Empty = new RewardModels.RewardModelSection() },
        new(ClassFeedback.Name) { Settings = s => s.Class, Empty = new ClassSection() },
    ];

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Single.Select(k => k.Name), Weighted];

    /// <summary>The kind of a name.</summary>
    public static FeedbackKind Of(string name) => Single.First(k => k.Name == name);

    /// <summary>The names of the kinds that a section makes use of, unknown ones included.</summary>
    public static IEnumerable<string> Used(FeedbackSection section) =>
        section.Kind == Weighted ? section.Weighted?.Keys ?? [] : [section.Kind];

    /// <summary>The used kinds that compare with the target.</summary>
    public static IEnumerable<string> NeedingTarget(FeedbackSection section) =>
        Single.Where(k => Used(section).Contains(k.Name) && k.NeedsTarget(section)).Select(k => k.Name);

    /// <summary>What is wrong with the choice of kinds, and with those whose settings are missing altogether.</summary>
    public static IEnumerable<(string Key, string Problem)> Problems(FeedbackSection section)
    {
        if (!Names.Contains(section.Kind)) yield return ("kind", UnknownName.Describe("feedback", section.Kind, Names));
        if (section.Kind == Weighted)
        {
            if (section.Weighted is null or { Count: 0 })
            {
                yield return ("weighted", "missing; name the kinds with their weights, such as { exact_match: 0.7, constraints: 0.3 }");
            }

            foreach ((string name, double weight) in section.Weighted ?? new Dictionary<string, double>())
            {
                if (Single.All(k => k.Name != name))
                {
                    yield return ($"weighted.{name}", UnknownName.Describe("feedback", name, [.. Single.Select(k => k.Name)]));
                }

                if (weight <= 0) yield return ($"weighted.{name}", Rules.Number(weight, "above 0"));
            }
        }

        // Groups that are there are asked for their problems by the binder.
        foreach (FeedbackKind kind in Single.Where(k => Used(section).Contains(k.Name) && k.Settings(section) is null))
        {
            foreach ((string key, string problem) in kind.Empty?.Problems() ?? []) yield return ($"{kind.Name}.{key}", problem);
        }
    }
}
