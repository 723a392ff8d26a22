using System.Buffers.Binary;
using Parquet.Compression;
using Parquet.Encodings;
using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Pages;

/// <summary>
/// Reads the pages of a column chunk, of either version, into buffers of values and levels. What the pages claim is checked against what is
/// there.
/// </summary>
internal sealed class ChunkReader<T>(DataField field, ColumnMetaData data, long rows)
{
    private readonly ValueCodec<T> _codec = ValueCodec.Of<T>();
    private T[]? _dictionary;

    // Values that share all their bytes with the one before take none of their own: a column may not grow without end by that.
    private long _room = (1L << 24) + (64 * data.TotalCompressedSize);
    private long _unread = data.TotalUncompressedSize;

    /// <summary>Reads every page; returns how many values (not nulls) there are, packed at the front.</summary>
    /// <param name="chunk">The bytes of all pages.</param>
    /// <param name="values">A place for each slot.</param>
    /// <param name="definitions">A place for each slot where the column has definition levels, else unused.</param>
    /// <param name="repetitions">A place for each slot where the column has repetition levels, else unused.</param>
    public int Read(ReadOnlyMemory<byte> chunk, Span<T> values, Span<int> definitions, Span<int> repetitions)
    {
        int slots = checked((int)data.NumValues);
        int slot = 0;
        int filled = 0;
        while (slot < slots)
        {
            if (chunk.IsEmpty) throw Corrupt($"its pages hold {slot} of {slots} values");
            PageHeader page = MetaReader.Page(chunk.Span, out int headerLength);
            chunk = chunk[headerLength..];
            if (page.CompressedPageSize > chunk.Length)
            {
                throw Corrupt($"a page of {page.CompressedPageSize} bytes reaches beyond the column's end");
            }

            ReadOnlyMemory<byte> body = chunk[..page.CompressedPageSize];
            chunk = chunk[page.CompressedPageSize..];

            switch (page.Type)
            {
                case PageType.DictionaryPage:
                    ReadDictionary(page, body);
                    break;
                case PageType.DataPage or PageType.DataPageV2:
                    if (page.NumValues > slots - slot) throw Corrupt($"its pages hold more than {slots} values");
                    Span<int> pageDefinitions = field.MaxDefinitionLevel > 0 ? definitions.Slice(slot, page.NumValues) : default;
                    Span<int> pageRepetitions = field.MaxRepetitionLevel > 0 ? repetitions.Slice(slot, page.NumValues) : default;
                    ReadOnlyMemory<byte> plain = page.Type == PageType.DataPage
                        ? ReadLevels(page, body, pageDefinitions, pageRepetitions)
                        : ReadLevelsV2(page, body, pageDefinitions, pageRepetitions);
                    int count = field.MaxDefinitionLevel > 0 ? pageDefinitions.Count(field.MaxDefinitionLevel) : page.NumValues;
                    ReadValues(page, plain.Span, values.Slice(filled, count));
                    slot += page.NumValues;
                    filled += count;
                    break;
            }
        }

        // Where every slot is a row, their count was checked with the footer.
        if (field.MaxRepetitionLevel > 0 && slots > 0)
        {
            Span<int> levels = repetitions[..slots];
            if (levels[0] != 0) throw Corrupt("it begins in the middle of a list");
            if (levels.Count(0) != rows) throw Corrupt($"it has {levels.Count(0)} rows, its row group {rows}");
        }

        return filled;
    }

    private ReadOnlyMemory<byte> ReadLevels(PageHeader page, ReadOnlyMemory<byte> body, Span<int> definitions, Span<int> repetitions)
    {
        ReadOnlyMemory<byte> plain = Decompress(data.Codec, body, page.UncompressedPageSize);
        if (field.MaxRepetitionLevel > 0)
        {
            ReadPrefixedLevels(ref plain, page.RepetitionLevelEncoding, field.MaxRepetitionLevel, repetitions);
        }

        if (field.MaxDefinitionLevel > 0)
        {
            ReadPrefixedLevels(ref plain, page.DefinitionLevelEncoding, field.MaxDefinitionLevel, definitions);
        }

        return plain;
    }

    // All pages together may not give more than the column says, whatever each of them says.
    private ReadOnlyMemory<byte> Decompress(CompressionCodec codec, ReadOnlyMemory<byte> body, int size)
    {
        ReadOnlyMemory<byte> plain = PageCodec.Decompress(codec, body, size, _unread);
        _unread -= size;
        return plain;
    }

    private void ReadPrefixedLevels(ref ReadOnlyMemory<byte> plain, Encoding encoding, int max, Span<int> levels)
    {
        if (encoding != Encoding.RLE)
        {
            throw new NotSupportedException($"Column '{field.Path}': levels encoded as {encoding} are not supported.");
        }

        ReadOnlyMemory<byte> encoded = Prefixed(ref plain);
        DecodeLevels(encoded.Span, max, levels);
    }

    // In version 2 pages the levels are never compressed and the header says how long they are.
    private ReadOnlyMemory<byte> ReadLevelsV2(PageHeader page, ReadOnlyMemory<byte> body, Span<int> definitions, Span<int> repetitions)
    {
        long levels = (long)page.RepetitionLevelsByteLength + page.DefinitionLevelsByteLength;
        if (levels > body.Length || levels > page.UncompressedPageSize) throw Corrupt("the levels of a page are longer than the page");
        ReadOnlyMemory<byte> repetition = body[..page.RepetitionLevelsByteLength];
        ReadOnlyMemory<byte> definition = body.Slice(page.RepetitionLevelsByteLength, page.DefinitionLevelsByteLength);
        ReadOnlyMemory<byte> values = body[(int)levels..];
        if (field.MaxRepetitionLevel > 0) DecodeLevels(repetition.Span, field.MaxRepetitionLevel, repetitions);
        if (field.MaxDefinitionLevel > 0) DecodeLevels(definition.Span, field.MaxDefinitionLevel, definitions);
        int size = page.UncompressedPageSize - (int)levels;
        if (size == 0) return default;
        CompressionCodec codec = page.IsCompressed ? data.Codec : CompressionCodec.UNCOMPRESSED;
        return Decompress(codec, values, size);
    }

    private void DecodeLevels(ReadOnlySpan<byte> encoded, int max, Span<int> levels)
    {
        LevelEncoding.Decode(encoded, LevelEncoding.BitWidth(max), levels);
        if (levels.ContainsAnyExceptInRange(0, max)) throw Corrupt($"a level lies outside 0 to {max}");
    }

    private void ReadDictionary(PageHeader page, ReadOnlyMemory<byte> body)
    {
        if (_dictionary is not null) throw Corrupt("it has two dictionaries");
        if (page.Encoding is not (Encoding.PLAIN or Encoding.PLAIN_DICTIONARY)) throw Unsupported(page.Encoding);
        ReadOnlyMemory<byte> plain = Decompress(data.Codec, body, page.UncompressedPageSize);

        // Only truth values take less than a byte each, and they have no dictionaries.
        if (page.NumValues > plain.Length)
        {
            throw Corrupt($"its dictionary says that it holds {page.NumValues} values in {plain.Length} bytes");
        }

        _dictionary = new T[page.NumValues];
        _codec.Decode(plain.Span, _dictionary);
    }

    private void ReadValues(PageHeader page, ReadOnlySpan<byte> input, Span<T> output)
    {
        // A page of nothing but nulls may hold no bytes at all.
        if (output.IsEmpty) return;
        switch (page.Encoding)
        {
            case Encoding.PLAIN:
                _codec.Decode(input, output);
                break;
            case Encoding.PLAIN_DICTIONARY or Encoding.RLE_DICTIONARY:
                ReadIndices(input, output);
                break;
            case Encoding.RLE when data.Type == Meta.Type.BOOLEAN:
                ReadRuns(input, output);
                break;
            case Encoding.DELTA_BINARY_PACKED when data.Type is Meta.Type.INT32 or Meta.Type.INT64:
                long[] integers = new long[output.Length];
                DeltaEncoding.DecodeIntegers(input, integers);
                for (int i = 0; i < integers.Length; i++) output[i] = _codec.FromInt64(integers[i]);
                break;
            case Encoding.DELTA_LENGTH_BYTE_ARRAY when data.Type == Meta.Type.BYTE_ARRAY:
                DeltaEncoding.DecodeByteArrays(input, _codec, output);
                break;
            case Encoding.DELTA_BYTE_ARRAY when data.Type == Meta.Type.BYTE_ARRAY:
                DeltaEncoding.DecodePrefixedByteArrays(input, _codec, output, ref _room);
                break;
            case Encoding.BYTE_STREAM_SPLIT when data.Type is Meta.Type.INT32 or Meta.Type.INT64 or Meta.Type.FLOAT or Meta.Type.DOUBLE:
                ReadStreams(input, output);
                break;
            default:
                throw Unsupported(page.Encoding);
        }
    }

    private void ReadIndices(ReadOnlySpan<byte> input, Span<T> output)
    {
        if (_dictionary is null) throw Corrupt("a page refers to a dictionary that is not there");
        if (input.IsEmpty) throw Corrupt("a page ends before its values");
        int[] indices = new int[output.Length];
        LevelEncoding.Decode(input[1..], input[0], indices);
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)_dictionary.Length)
            {
                throw Corrupt($"entry {indices[i]} of a dictionary of {_dictionary.Length} is asked for");
            }

            output[i] = _dictionary[indices[i]];
        }
    }

    // Truth values as runs, with their byte length before them in either version of pages.
    private void ReadRuns(ReadOnlySpan<byte> input, Span<T> output)
    {
        if (input.Length < sizeof(int)) throw Corrupt("a page ends before its values");
        int[] truths = new int[output.Length];
        LevelEncoding.Decode(input[sizeof(int)..], 1, truths);
        for (int i = 0; i < truths.Length; i++) output[i] = _codec.FromInt64(truths[i]);
    }

    // First the first byte of every value, then the second of every value, and so on.
    private void ReadStreams(ReadOnlySpan<byte> input, Span<T> output)
    {
        int size = data.Type is Meta.Type.INT32 or Meta.Type.FLOAT ? sizeof(int) : sizeof(long);
        if (output.Length > input.Length / size) throw Corrupt("a page ends before its values");
        byte[] plain = new byte[output.Length * size];
        int stride = input.Length / size;
        for (int i = 0; i < plain.Length; i++) plain[i] = input[(i % size * stride) + (i / size)];
        _codec.Decode(plain, output);
    }

    private ReadOnlyMemory<byte> Prefixed(ref ReadOnlyMemory<byte> plain)
    {
        if (plain.Length < sizeof(int)) throw Corrupt("a page ends before its levels");
        int length = BinaryPrimitives.ReadInt32LittleEndian(plain.Span);
        plain = plain[sizeof(int)..];
        if (length < 0 || length > plain.Length) throw Corrupt("the levels of a page are longer than the page");
        ReadOnlyMemory<byte> piece = plain[..length];
        plain = plain[length..];
        return piece;
    }

    private ParquetException Corrupt(string what) => new($"Column '{field.Path}' is corrupt: {what}.");

    private NotSupportedException Unsupported(Encoding encoding) =>
        new($"Column '{field.Path}': values encoded as {encoding} are not supported.");
}
