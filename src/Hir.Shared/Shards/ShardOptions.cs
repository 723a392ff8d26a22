namespace Hir.Shared.Shards;

/// <summary>How a folder of shards is laid out. Equal rows under equal options give equal bytes.</summary>
public sealed record ShardOptions
{
    /// <summary>The compression of pages.</summary>
    public ShardCodec Codec { get; init; } = ShardCodec.Snappy;

    /// <summary>Rows a file at most; at least 1. A file is built in memory before it is written.</summary>
    public int RowsPerPart { get; init; } = 50_000;

    /// <summary>Rows a row group at most; at least 1. A reader holds one row group at a time.</summary>
    public int RowsPerGroup { get; init; } = 10_000;

    /// <summary>What the measured seconds are taken from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The codec of a setting's value.</summary>
    /// <param name="name">snappy, none, gzip or brotli.</param>
    /// <param name="key">The setting, for the message.</param>
    /// <exception cref="InputException">There is no such codec.</exception>
    public static ShardCodec CodecOf(string name, string key = "codec") => name switch
    {
        "snappy" => ShardCodec.Snappy,
        "none" => ShardCodec.None,
        "gzip" => ShardCodec.Gzip,
        "brotli" => ShardCodec.Brotli,
        _ => throw new InputException($"{key}: '{name}' is no codec for shards. Use snappy, none, gzip or brotli."),
    };
}
