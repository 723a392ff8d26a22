using Parquet.Thrift;

namespace Parquet.Meta;

/// <summary>Footers and page headers from bytes; fields that are not known here are passed over.</summary>
internal static class MetaReader
{
    public static FileMetaData Footer(ReadOnlySpan<byte> bytes)
    {
        CompactReader r = new(bytes);
        FileMetaData file = new();
        int field = r.BeginStruct();
        while (r.NextField(ref field, out CompactType type))
        {
            switch (field)
            {
                case 1: file.Version = r.I32(type); break;
                case 2:
                    for (int n = r.BeginList(type, CompactType.Struct); n > 0; n--) file.Schema.Add(ReadElement(ref r));
                    break;
                case 3: file.NumRows = NotNegative(r.I64(type), "rows"); break;
                case 4:
                    for (int n = r.BeginList(type, CompactType.Struct); n > 0; n--) file.RowGroups.Add(ReadGroup(ref r));
                    break;
                case 5: ReadKeyValues(ref r, type, file.KeyValues); break;
                case 6: file.CreatedBy = r.String(type); break;
                default: r.Skip(type); break;
            }
        }

        return file;
    }

    /// <summary>The page header at the beginning of the bytes.</summary>
    /// <param name="bytes">The rest of the column chunk.</param>
    /// <param name="length">How many bytes the header takes.</param>
    public static PageHeader Page(ReadOnlySpan<byte> bytes, out int length)
    {
        CompactReader r = new(bytes);
        PageHeader page = new();
        int field = r.BeginStruct();
        while (r.NextField(ref field, out CompactType type))
        {
            switch (field)
            {
                case 1: page.Type = (PageType)r.I32(type); break;
                case 2: page.UncompressedPageSize = (int)NotNegative(r.I32(type), "bytes of a page"); break;
                case 3: page.CompressedPageSize = (int)NotNegative(r.I32(type), "bytes of a page"); break;
                case 5 or 7: ReadPageV1(ref r, type, page); break;
                case 8: ReadPageV2(ref r, type, page); break;
                default: r.Skip(type); break;
            }
        }

        length = r.Position;
        return page;
    }

    // The first two fields of data and dictionary pages are the same; the others only data pages have.
    private static void ReadPageV1(ref CompactReader r, CompactType own, PageHeader page)
    {
        int field = Enter(ref r, own);
        while (r.NextField(ref field, out CompactType type))
        {
            switch (field)
            {
                case 1: page.NumValues = (int)NotNegative(r.I32(type), "values of a page"); break;
                case 2: page.Encoding = (Encoding)r.I32(type); break;
                case 3 when type == CompactType.I32: page.DefinitionLevelEncoding = (Encoding)r.I32(type); break;
                case 4 when type == CompactType.I32: page.RepetitionLevelEncoding = (Encoding)r.I32(type); break;
                default: r.Skip(type); break;
            }
        }
    }

    private static void ReadPageV2(ref CompactReader r, CompactType own, PageHeader page)
    {
        int field = Enter(ref r, own);
        while (r.NextField(ref field, out CompactType type))
        {
            switch (field)
            {
                case 1: page.NumValues = (int)NotNegative(r.I32(type), "values of a page"); break;
                case 2: page.NumNulls = (int)NotNegative(r.I32(type), "nulls of a page"); break;
                case 4: page.Encoding = (Encoding)r.I32(type); break;
                case 5: page.DefinitionLevelsByteLength = (int)NotNegative(r.I32(type), "bytes of levels"); break;
                case 6: page.RepetitionLevelsByteLength = (int)NotNegative(r.I32(type), "bytes of levels"); break;
                case 7: page.IsCompressed = CompactReader.Bool(type); break;
                default: r.Skip(type); break;
            }
        }
    }

    private static SchemaElement ReadElement(ref CompactReader r)
    {
        SchemaElement element = new();
        int field = r.BeginStruct();
        while (r.NextField(ref field, out CompactType type))
        {
            switch (field)
            {
                case 1: element.Type = (Type)r.I32(type); break;
                case 2: element.TypeLength = r.I32(type); break;
                case 3: element.RepetitionType = (FieldRepetitionType)r.I32(type); break;
                case 4: element.Name = r.String(type); break;
                case 5: element.NumChildren = (int)NotNegative(r.I32(type), "children of a schema element"); break;
                case 6: element.ConvertedType = (ConvertedType)r.I32(type); break;
                case 9: element.FieldId = r.I32(type); break;
                case 10: element.LogicalType = ReadLogicalType(ref r, type); break;
                default: r.Skip(type); break;
            }
        }

        return element;
    }

    private static LogicalType ReadLogicalType(ref CompactReader r, CompactType own)
    {
        LogicalType logical = default;
        int kind = Enter(ref r, own);
        while (r.NextField(ref kind, out CompactType type))
        {
            logical = new LogicalType(kind);
            if (kind != LogicalType.IntegerKind)
            {
                r.Skip(type);
                continue;
            }

            int field = Enter(ref r, type);
            while (r.NextField(ref field, out CompactType inner))
            {
                if (field == 1) logical = logical with { BitWidth = r.I8(inner) };
                else if (field == 2) logical = logical with { IsSigned = CompactReader.Bool(inner) };
                else r.Skip(inner);
            }
        }

        return logical;
    }

    private static RowGroup ReadGroup(ref CompactReader r)
    {
        RowGroup group = new();
        int field = r.BeginStruct();
        while (r.NextField(ref field, out CompactType type))
        {
            switch (field)
            {
                case 1:
                    for (int n = r.BeginList(type, CompactType.Struct); n > 0; n--) group.Columns.Add(ReadChunk(ref r));
                    break;
                case 2: group.TotalByteSize = r.I64(type); break;
                case 3: group.NumRows = NotNegative(r.I64(type), "rows"); break;
                case 5: group.FileOffset = r.I64(type); break;
                case 6: group.TotalCompressedSize = r.I64(type); break;
                case 7: group.Ordinal = r.I16(type); break;
                default: r.Skip(type); break;
            }
        }

        return group;
    }

    private static ColumnChunk ReadChunk(ref CompactReader r)
    {
        ColumnChunk chunk = new();
        int field = r.BeginStruct();
        while (r.NextField(ref field, out CompactType type))
        {
            switch (field)
            {
                case 1: throw new ParquetException($"A column lies in another file, '{r.String(type)}': that is not supported.");
                case 2: chunk.FileOffset = r.I64(type); break;
                case 3: chunk.MetaData = ReadColumn(ref r, type); break;
                default: r.Skip(type); break;
            }
        }

        return chunk;
    }

    private static ColumnMetaData ReadColumn(ref CompactReader r, CompactType own)
    {
        ColumnMetaData data = new();
        int field = Enter(ref r, own);
        while (r.NextField(ref field, out CompactType type))
        {
            switch (field)
            {
                case 1: data.Type = (Type)r.I32(type); break;
                case 2:
                    for (int n = r.BeginList(type, CompactType.I32); n > 0; n--) data.Encodings.Add((Encoding)r.I32());
                    break;
                case 3:
                    for (int n = r.BeginList(type, CompactType.Binary); n > 0; n--) data.PathInSchema.Add(r.String());
                    break;
                case 4: data.Codec = (CompressionCodec)r.I32(type); break;
                case 5: data.NumValues = NotNegative(r.I64(type), "values of a column"); break;
                case 6: data.TotalUncompressedSize = NotNegative(r.I64(type), "bytes of a column"); break;
                case 7: data.TotalCompressedSize = NotNegative(r.I64(type), "bytes of a column"); break;
                case 8: ReadKeyValues(ref r, type, data.KeyValues); break;
                case 9: data.DataPageOffset = NotNegative(r.I64(type), "bytes before a page"); break;
                case 11: data.DictionaryPageOffset = NotNegative(r.I64(type), "bytes before a page"); break;
                case 12: data.Statistics = ReadStatistics(ref r, type); break;
                default: r.Skip(type); break;
            }
        }

        return data;
    }

    private static Statistics ReadStatistics(ref CompactReader r, CompactType own)
    {
        Statistics statistics = new();
        int field = Enter(ref r, own);
        while (r.NextField(ref field, out CompactType type))
        {
            switch (field)
            {
                case 1: statistics.Max = r.Binary(type).ToArray(); break;
                case 2: statistics.Min = r.Binary(type).ToArray(); break;
                case 3: statistics.NullCount = r.I64(type); break;
                case 4: statistics.DistinctCount = r.I64(type); break;
                case 5: statistics.MaxValue = r.Binary(type).ToArray(); break;
                case 6: statistics.MinValue = r.Binary(type).ToArray(); break;
                default: r.Skip(type); break;
            }
        }

        return statistics;
    }

    private static void ReadKeyValues(ref CompactReader r, CompactType own, Dictionary<string, string> pairs)
    {
        for (int n = r.BeginList(own, CompactType.Struct); n > 0; n--)
        {
            string key = "";
            string value = "";
            int field = r.BeginStruct();
            while (r.NextField(ref field, out CompactType type))
            {
                // Some programs keep bytes there that are no text (an Arrow schema is text, though): those are not worth failing for.
                if (field == 1) key = r.String(type);
                else if (field == 2) value = System.Text.Encoding.UTF8.GetString(r.Binary(type));
                else r.Skip(type);
            }

            pairs[key] = value;
        }
    }

    private static int Enter(ref CompactReader r, CompactType type) =>
        type == CompactType.Struct ? r.BeginStruct() : throw new ParquetException("The metadata holds a value where a structure belongs.");

    private static long NotNegative(long value, string what) =>
        value >= 0 ? value : throw new ParquetException($"The metadata says {value} {what}.");
}
