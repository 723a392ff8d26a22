namespace Hir.Shared.Shards;

/// <summary>How the pages of a shard are compressed. In settings: snappy, none, gzip, brotli.</summary>
public enum ShardCodec
{
    /// <summary>Fast and understood by every reader.</summary>
    Snappy,

    /// <summary>Not compressed.</summary>
    None,

    /// <summary>Smaller and slower.</summary>
    Gzip,

    /// <summary>Smaller and slower still.</summary>
    Brotli,
}
