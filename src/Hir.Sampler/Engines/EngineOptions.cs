namespace Hir.Sampler.Engines;

/// <summary>How an engine runs a model.</summary>
public sealed record EngineOptions
{
    /// <summary>cpu, cuda, cuda:N or auto. auto takes the first GPU and falls back to the CPU with a warning; cuda that cannot be had is an error.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads within an operator; 0 leaves the choice to ONNX Runtime (the physical cores).</summary>
    public int Threads { get; init; }

    /// <summary>Receives one sentence when auto falls back to the CPU.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Receives sentences for who wants to know more: what the engine chose, and the memory that it takes.</summary>
    public Action<string>? Detail { get; init; }
}
