using Hir.Shared.Configuration;

namespace Hir.Learner.Objectives;

/// <summary>From the configuration's words to an objective.</summary>
internal static class ObjectiveFactory
{
    /// <summary>Creates the objective that a configuration names.</summary>
    public static IObjective Create(ObjectiveSection settings) => settings.Kind switch
    {
        ObjectiveKind.Hir => new HirObjective(Contrast(settings), settings),
        ObjectiveKind.Farl => new SupervisedObjective(settings.LabelSmoothing, settings.Kl, successesOnly: true),
        ObjectiveKind.Sft => new SupervisedObjective(settings.LabelSmoothing, settings.Kl, successesOnly: false),
        ObjectiveKind.Ppo => new PpoObjective(settings),
        ObjectiveKind.Grpo => new GrpoObjective(settings),
        _ => throw new InvalidOperationException($"No objective is known for {settings.Kind}."),
    };

    private static IContrast Contrast(ObjectiveSection settings) => settings.Contrast switch
    {
        ContrastKind.None => new NoContrast(),
        ContrastKind.Batch => settings.BatchNegatives > 0 ? new NegativesContrast() : new BatchContrast(),
        ContrastKind.Pair => new PairContrast(settings.ContrastSmoothing),
        ContrastKind.Exclusion => new ExclusionContrast(settings.ExclusionClamp),
        ContrastKind.OwnQuery => new OwnQueryContrast(),
        _ => throw new InvalidOperationException($"No contrast is known for {settings.Contrast}."),
    };
}
