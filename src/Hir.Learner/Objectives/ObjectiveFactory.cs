using Hir.Shared.Configuration;

namespace Hir.Learner.Objectives;

/// <summary>From the configuration's words to an objective.</summary>
internal static class ObjectiveFactory
{
    /// <summary>Creates the objective that a configuration names.</summary>
    public static IObjective Create(ObjectiveSection settings) => settings.Kind switch
    {
        ObjectiveKind.Hir => new HirObjective(Contrast(settings), settings.Alpha, settings.Beta, settings.LabelSmoothing),
        ObjectiveKind.Farl => new SupervisedObjective(settings.LabelSmoothing, successesOnly: true),
        ObjectiveKind.Sft => new SupervisedObjective(settings.LabelSmoothing, successesOnly: false),
        _ => throw new InvalidOperationException($"No objective is known for {settings.Kind}."),
    };

    private static IContrast Contrast(ObjectiveSection settings) => settings.Contrast switch
    {
        ContrastKind.None => new NoContrast(),
        ContrastKind.Batch => new BatchContrast(),
        ContrastKind.Pair => new PairContrast(settings.ContrastSmoothing),
        ContrastKind.Exclusion => new ExclusionContrast(settings.ExclusionClamp),
        _ => throw new InvalidOperationException($"No contrast is known for {settings.Contrast}."),
    };
}
