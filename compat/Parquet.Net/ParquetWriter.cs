using System.Buffers.Binary;
using System.Collections.ObjectModel;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet;

/// <summary>Writes a file: row groups one after another, the footer when it is disposed. The stream stays open.</summary>
public class ParquetWriter : IAsyncDisposable
{
    /// <summary>The four bytes at both ends of a file.</summary>
    internal static readonly byte[] Magic = "PAR1"u8.ToArray();

    private const string Creator = "Parquet.Net of Hir version 6.1.0";

    private readonly FileMetaData _footer;
    private bool _isDisposed;

    private ParquetWriter(ParquetSchema schema, Stream output, ParquetOptions options)
    {
        Schema = schema;
        Output = output;
        Options = options;
        _footer = new FileMetaData { Version = 1, CreatedBy = Creator, Schema = SchemaTree.Flatten(schema) };
    }

    /// <summary>Key-value pairs of the footer; copied when set.</summary>
    public IReadOnlyDictionary<string, string> CustomMetadata
    {
        get => new ReadOnlyDictionary<string, string>(_footer.KeyValues);
        set => _footer.KeyValues = new Dictionary<string, string>(value);
    }

    internal ParquetSchema Schema { get; }

    internal Stream Output { get; }

    internal ParquetOptions Options { get; }

    /// <summary>How many bytes were written: where the next page will lie.</summary>
    internal long Position { get; private set; }

    /// <summary>Begins a file.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="output">Where to write; it need not be seekable.</param>
    /// <param name="options">The codec; snappy when absent.</param>
    /// <param name="append">Only false is supported.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public static async Task<ParquetWriter> CreateAsync(
        ParquetSchema schema,
        Stream output,
        ParquetOptions? options = null,
        bool append = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(output);
        if (append) throw new NotSupportedException("Appending to a file is not supported.");
        if (!output.CanWrite) throw new IOException("The stream cannot be written.");
        ParquetWriter writer = new(schema, output, options ?? new ParquetOptions());
        await writer.WriteAsync(Magic, cancellationToken).ConfigureAwait(false);
        return writer;
    }

    /// <summary>Begins a row group; dispose it before the next one and before the writer.</summary>
    public ParquetRowGroupWriter CreateRowGroup()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        RowGroup group = new() { Ordinal = (short)Math.Min(_footer.RowGroups.Count, short.MaxValue), FileOffset = Position };
        _footer.RowGroups.Add(group);
        return new ParquetRowGroupWriter(this, group);
    }

    /// <summary>Writes the footer and flushes the stream.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _footer.NumRows = _footer.RowGroups.Sum(g => g.NumRows);
        ReadOnlyMemory<byte> footer = MetaWriter.Footer(_footer);
        await WriteAsync(footer, default).ConfigureAwait(false);
        byte[] tail = new byte[sizeof(int) + Magic.Length];
        BinaryPrimitives.WriteInt32LittleEndian(tail, footer.Length);
        Magic.CopyTo(tail, sizeof(int));
        await WriteAsync(tail, default).ConfigureAwait(false);
        await Output.FlushAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    internal async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await Output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        Position += bytes.Length;
    }
}
