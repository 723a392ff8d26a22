using Hir.Shared.Weights;

namespace Hir.Export;

/// <summary>A variant's weights and graphs were written.</summary>
/// <param name="Name">The variant.</param>
/// <param name="Bytes">Of its weights and graphs.</param>
/// <param name="Seconds">What quantizing, hashing and writing took; forcing the files to the disk comes later, with all the others.</param>
public sealed record VariantWritten(string Name, long Bytes, double Seconds);

/// <summary>A model folder to write.</summary>
public sealed record PublishRequest
{
    /// <summary>The folder that will appear; it must not exist, unless as an empty folder.</summary>
    public required string Destination { get; init; }

    /// <summary>The checkpoint or model folder that config.json and the tokenizer's files are taken from.</summary>
    public required string SourceFolder { get; init; }

    /// <summary>Every parameter that config.json asks for, in any order.</summary>
    public required IReadOnlyList<WeightSource> Weights { get; init; }

    /// <summary>The element type of weights, graphs and config.json: F32, F16 or BF16.</summary>
    public WeightDtype Dtype { get; init; } = WeightDtype.F32;

    /// <summary>The version in its run; 0 is the model that the run starts from.</summary>
    public int ModelVersion { get; init; }

    /// <summary>The version that it was trained from, or null.</summary>
    public int? ParentVersion { get; init; }

    /// <summary>The quantized variants to write too, by name, each once.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>Hears what each variant cost.</summary>
    public Action<VariantWritten>? OnVariant { get; init; }
}
