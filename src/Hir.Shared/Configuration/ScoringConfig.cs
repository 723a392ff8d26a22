namespace Hir.Shared.Configuration;

/// <summary>What commands that score outputs outside a run are told: those sections of a run's configuration.</summary>
public sealed record ScoringConfig : IConfigSection
{
    /// <summary>The instruction strings.</summary>
    public InstructionsSection Instructions { get; set; } = new();

    /// <summary>The feedback function R.</summary>
    public FeedbackSection Feedback { get; set; } = new();

    /// <summary>The instruction generation function phi.</summary>
    public RelabelSection Relabel { get; set; } = new();

    /// <summary>How shards are written.</summary>
    public ShardsSection Shards { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => [];
}
