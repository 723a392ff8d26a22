namespace Hir.Sampler.Engines;

/// <summary>What an engine has done since it was opened; for rates, and for tests of the scheduling.</summary>
public sealed class EngineCounters
{
    /// <summary>Prompts encoded.</summary>
    public long Prompts { get; internal set; }

    /// <summary>Decode steps.</summary>
    public long Steps { get; internal set; }

    /// <summary>Sequences advanced, summed over the steps: the output tokens.</summary>
    public long SequenceSteps { get; internal set; }

    /// <summary>Rows computed, summed over the steps: <see cref="SequenceSteps"/> and the empty slots that were computed with them.</summary>
    public long RowSteps { get; internal set; }

    /// <summary>How often the caches were laid out anew.</summary>
    public long Relayouts { get; internal set; }

    /// <summary>Time within ONNX Runtime while decoding.</summary>
    public TimeSpan DecodeTime { get; internal set; }

    /// <summary>Time within ONNX Runtime while encoding prompts.</summary>
    public TimeSpan PrefillTime { get; internal set; }
}
