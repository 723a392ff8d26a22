using System.Globalization;
using Hir.Shared;
using Hir.Shared.Configuration;

namespace Hir.Sampler.Engines;

/// <summary>How an engine runs a model.</summary>
public sealed record EngineOptions
{
    /// <summary>cpu, cuda, cuda:N or auto. auto takes the first GPU and falls back to the CPU with a warning; cuda that cannot be had is an error.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads within an operator; 0 leaves the choice to ONNX Runtime (the physical cores).</summary>
    public int Threads { get; init; }

    /// <summary>The quantized variant to run, or null for full precision.</summary>
    public string? Variant { get; init; }

    /// <summary>Receives one sentence when auto falls back to the CPU.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Receives sentences for who wants to know more: what the engine chose, and the memory that it takes.</summary>
    public Action<string>? Detail { get; init; }

    /// <summary>The GPU's number, where the device is not the CPU.</summary>
    internal int CudaDevice =>
        Device.StartsWith("cuda:", StringComparison.Ordinal) ? int.Parse(Device.AsSpan(5), CultureInfo.InvariantCulture) : 0;

    /// <summary>Checks the values.</summary>
    /// <exception cref="InputException">A value is out of its range.</exception>
    internal void Check()
    {
        if (!DeviceName.IsValid(Device)) throw new InputException($"device is \"{Device}\": it must be cpu, cuda, cuda:N or auto.");
        if (Threads < 0) throw new InputException($"threads is {Threads}: it must be at least 0 (0 leaves the choice to ONNX Runtime).");
    }
}
