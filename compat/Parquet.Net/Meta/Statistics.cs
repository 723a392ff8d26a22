namespace Parquet.Meta;

/// <summary>Bounds and null count of a page or a chunk; the bounds are PLAIN values without a length prefix.</summary>
internal sealed class Statistics
{
    public long? NullCount { get; set; }

    public long? DistinctCount { get; set; }

    /// <summary>The bounds in the old fields, which say nothing of how they were compared.</summary>
    public byte[]? Min { get; set; }

    public byte[]? Max { get; set; }

    public byte[]? MinValue { get; set; }

    public byte[]? MaxValue { get; set; }
}
