using System.IO.Compression;
using Parquet.Meta;

namespace Parquet.Compression;

/// <summary>Compresses and decompresses the bodies of pages.</summary>
internal static class PageCodec
{
    /// <exception cref="NotSupportedException">The codec is not one of none, snappy, gzip and brotli.</exception>
    public static ReadOnlyMemory<byte> Compress(CompressionCodec codec, CompressionLevel level, ReadOnlyMemory<byte> input)
    {
        switch (codec)
        {
            case CompressionCodec.UNCOMPRESSED: return input;
            case CompressionCodec.SNAPPY: return SnappyCompressor.Compress(input.Span);
            case CompressionCodec.GZIP: return Through(o => new GZipStream(o, level, leaveOpen: true), input);
            case CompressionCodec.BROTLI: return Through(o => new BrotliStream(o, level, leaveOpen: true), input);
            default: throw NotSupported(codec);
        }
    }

    /// <param name="codec">The codec.</param>
    /// <param name="input">The compressed bytes.</param>
    /// <param name="size">How many bytes they must give.</param>
    /// <param name="limit">More bytes than the whole column has are refused before anything is allocated.</param>
    /// <exception cref="ParquetException">They do not.</exception>
    /// <exception cref="NotSupportedException">The codec is not one of none, snappy, gzip and brotli.</exception>
    public static ReadOnlyMemory<byte> Decompress(CompressionCodec codec, ReadOnlyMemory<byte> input, int size, long limit)
    {
        if (size > limit) throw new ParquetException($"A page says it holds {size} bytes, its whole column {limit}.");
        switch (codec)
        {
            case CompressionCodec.UNCOMPRESSED:
                return input.Length == size
                    ? input
                    : throw new ParquetException($"A page holds {input.Length} bytes where its header says {size}.");
            case CompressionCodec.SNAPPY: return SnappyDecompressor.Decompress(input.Span, size);
            case CompressionCodec.GZIP: return From(i => new GZipStream(i, CompressionMode.Decompress), input, size);
            case CompressionCodec.BROTLI: return From(i => new BrotliStream(i, CompressionMode.Decompress), input, size);
            default: throw NotSupported(codec);
        }
    }

    private static ReadOnlyMemory<byte> Through(Func<Stream, Stream> compressor, ReadOnlyMemory<byte> input)
    {
        using MemoryStream output = new();
        using (Stream stream = compressor(output)) stream.Write(input.Span);
        return output.GetBuffer().AsMemory(0, (int)output.Length);
    }

    // The buffer grows with what really comes out: a header that lies about the size costs nothing.
    private static ReadOnlyMemory<byte> From(Func<Stream, Stream> decompressor, ReadOnlyMemory<byte> input, int size)
    {
        const int FirstBuffer = 1 << 20;
        byte[] output = new byte[Math.Min(size, FirstBuffer)];
        int length = 0;
        try
        {
            using MemoryStream source = new(input.ToArray(), writable: false);
            using Stream stream = decompressor(source);
            while (length < size)
            {
                if (length == output.Length) Array.Resize(ref output, (int)Math.Min(size, 2L * length));
                int read = stream.Read(output, length, output.Length - length);
                if (read == 0) throw new ParquetException($"A page gives {length} bytes where its header says {size}.");
                length += read;
            }

            if (stream.ReadByte() >= 0) throw new ParquetException($"A page gives more bytes than the {size} that its header says.");
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new ParquetException("A compressed page is corrupt.", e);
        }

        return output.AsMemory(0, length);
    }

    private static NotSupportedException NotSupported(CompressionCodec codec) =>
        new($"The codec {codec} is not supported; none, snappy, gzip and brotli are.");
}
