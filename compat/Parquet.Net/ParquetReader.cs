using System.Buffers.Binary;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet;

/// <summary>Reads a file: the footer at once, columns of row groups when asked.</summary>
public class ParquetReader : IAsyncDisposable
{
    // The magic at both ends and the footer's length.
    private const int SmallestFile = 12;

    private readonly Stream _input;
    private readonly bool _leaveOpen;

    private ParquetReader(Stream input, FileMetaData footer, bool leaveOpen)
    {
        _input = input;
        _leaveOpen = leaveOpen;
        Metadata = footer;
        Schema = SchemaTree.Build(footer.Schema);
        FooterCheck.Check(footer, Schema, input.Length);
    }

    public ParquetSchema Schema { get; }

    public FileMetaData? Metadata { get; }

    public int RowGroupCount => Metadata!.RowGroups.Count;

    /// <summary>The footer's key-value pairs.</summary>
    public Dictionary<string, string> CustomMetadata => new(Metadata!.KeyValues);

    public IReadOnlyList<ParquetRowGroupReader> RowGroups => [.. Enumerable.Range(0, RowGroupCount).Select(OpenRowGroupReader)];

    /// <summary>Reads the footer of a seekable stream.</summary>
    /// <exception cref="IOException">It is not a Parquet file.</exception>
    /// <exception cref="ParquetException">The footer is corrupt.</exception>
    public static async Task<ParquetReader> CreateAsync(
        Stream input, ParquetOptions? parquetOptions = null, bool leaveStreamOpen = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.CanRead || !input.CanSeek) throw new ArgumentException("The stream must be readable and seekable.", nameof(input));
        ReadOnlyMemory<byte> footer = await ReadFooterAsync(input, cancellationToken).ConfigureAwait(false);
        return new ParquetReader(input, MetaReader.Footer(footer.Span), leaveStreamOpen);
    }

    /// <summary>Reads the footer of a file, which the reader closes when it is disposed.</summary>
    /// <exception cref="IOException">It is not a Parquet file.</exception>
    /// <exception cref="ParquetException">The footer is corrupt.</exception>
    public static async Task<ParquetReader> CreateAsync(
        string filePath, ParquetOptions? parquetOptions = null, CancellationToken cancellationToken = default)
    {
        FileStream file = File.OpenRead(filePath);
        try
        {
            return await CreateAsync(file, parquetOptions, leaveStreamOpen: false, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ParquetRowGroupReader OpenRowGroupReader(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, RowGroupCount);
        return new ParquetRowGroupReader(_input, Schema, Metadata!.RowGroups[index]);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_leaveOpen) await _input.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadFooterAsync(Stream input, CancellationToken cancellationToken)
    {
        long length = input.Length;
        if (length < SmallestFile) throw new IOException($"Not a Parquet file: it has {length} bytes, the smallest has {SmallestFile}.");
        byte[] ends = new byte[SmallestFile];
        input.Seek(0, SeekOrigin.Begin);
        await input.ReadExactlyAsync(ends.AsMemory(0, 4), cancellationToken).ConfigureAwait(false);
        input.Seek(length - 8, SeekOrigin.Begin);
        await input.ReadExactlyAsync(ends.AsMemory(4, 8), cancellationToken).ConfigureAwait(false);
        if (!ends.AsSpan(0, 4).SequenceEqual(ParquetWriter.Magic))
        {
            throw new IOException("Not a Parquet file: it does not begin with PAR1.");
        }

        if (!ends.AsSpan(8, 4).SequenceEqual(ParquetWriter.Magic))
        {
            throw new IOException("Not a whole Parquet file: it does not end with PAR1.");
        }

        int footer = BinaryPrimitives.ReadInt32LittleEndian(ends.AsSpan(4));
        if (footer <= 0 || footer > length - SmallestFile)
        {
            throw new ParquetException($"The footer says that it has {footer} bytes, in a file of {length}.");
        }

        byte[] bytes = new byte[footer];
        input.Seek(length - 8 - footer, SeekOrigin.Begin);
        await input.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }
}
