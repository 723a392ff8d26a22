using System.IO.Compression;

namespace Parquet;

/// <summary>Settings of a writer.</summary>
public class ParquetOptions
{
    /// <summary>The codec of every page.</summary>
    public CompressionMethod CompressionMethod { get; set; } = CompressionMethod.Snappy;

    /// <summary>How hard gzip and brotli try; the other codecs have no levels.</summary>
    public CompressionLevel CompressionLevel { get; set; } = CompressionLevel.SmallestSize;
}
