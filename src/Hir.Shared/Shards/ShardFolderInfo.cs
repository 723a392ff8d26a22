namespace Hir.Shared.Shards;

/// <summary>What a folder of shards records beside its rows.</summary>
public sealed record ShardFolderInfo
{
    /// <summary>The version of the model that sampled the rows.</summary>
    public required int ModelVersion { get; init; }

    /// <summary>Its fingerprint.</summary>
    public required string ModelFingerprint { get; init; }

    /// <summary>The seed that the rows were sampled under.</summary>
    public required long Seed { get; init; }

    /// <summary>SHA-256 over the examples that were sampled from, or null where there is none.</summary>
    public string? DataSha256 { get; init; }

    /// <summary>The resolved sampling settings, name to value; each file's metadata holds them.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether the samples came from another tool: then the model that sampled them is not known, and outputs may lack log-probabilities.
    /// The manifest says so, and names no model.
    /// </summary>
    public bool Foreign { get; init; }

    /// <summary>Whether the rows are relabeled and the files have the columns for it.</summary>
    public bool Relabeled { get; init; }
}
