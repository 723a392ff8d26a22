namespace Hir.Shared.Configuration;

/// <summary>What `hir learn` is told: the learning sections of a run's configuration, for pairs or shards that are there already.</summary>
public sealed record LearnConfig : IConfigSection
{
    /// <summary>The preset whose settings lie beneath this configuration's own, as far as they are settings of learning.</summary>
    public string Preset { get; set; } = Presets.Default;

    /// <summary>How an instruction and a query become a prompt.</summary>
    public PromptSection Prompt { get; set; } = new();

    /// <summary>The instruction strings.</summary>
    public InstructionsSection Instructions { get; set; } = new();

    /// <summary>The instruction generation function phi, for shards that are not relabeled yet.</summary>
    public RelabelSection Relabel { get; set; } = new();

    /// <summary>What is minimised.</summary>
    public ObjectiveSection Objective { get; set; } = new();

    /// <summary>How it is minimised.</summary>
    public TrainingSection Training { get; set; } = new();

    /// <summary>Which of the samples are trained on.</summary>
    public ReplaySection Replay { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        foreach ((string, string) problem in Presets.Problems(Preset)) yield return problem;
        if (Replay.Run is not null) yield return ("replay.run", "is a setting of `hir run`; name the run's shards with --shards");
    }
}
