using Hir.Shared.Feedback.RewardModels;

namespace Hir.Shared.Feedback;

/// <summary>What feedback functions get from the program around them.</summary>
public sealed record FeedbackSurroundings
{
    /// <summary>Calls at the same time where the configuration leaves it to the machine.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Opens a network that scores; null where none can be run.</summary>
    public Func<RewardModelSection, IFeedback>? OpenRewardModel { get; init; }
}
