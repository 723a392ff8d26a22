using Parquet.Thrift;

namespace Parquet.Meta;

/// <summary>Footers and page headers to bytes; the numbers are the field ids of the format's Thrift definition.</summary>
internal static class MetaWriter
{
    public static ReadOnlyMemory<byte> Footer(FileMetaData file)
    {
        CompactWriter w = new();
        w.BeginStruct();
        w.I32(1, file.Version);
        w.BeginList(2, CompactType.Struct, file.Schema.Count);
        foreach (SchemaElement element in file.Schema) Write(w, element);
        w.I64(3, file.NumRows);
        w.BeginList(4, CompactType.Struct, file.RowGroups.Count);
        foreach (RowGroup group in file.RowGroups) Write(w, group);
        WriteKeyValues(w, 5, file.KeyValues);
        if (file.CreatedBy is { } by) w.String(6, by);

        // Says that bounds were compared as each type's order demands; without it readers ignore those of strings.
        int columns = file.Schema.Count(e => e.Type is not null);
        w.BeginList(7, CompactType.Struct, columns);
        for (int i = 0; i < columns; i++)
        {
            w.BeginStruct();
            w.EmptyStruct(1);
            w.EndStruct();
        }

        w.EndStruct();
        return w.Written;
    }

    public static ReadOnlyMemory<byte> DataPage(PageHeader page)
    {
        CompactWriter w = new();
        w.BeginStruct();
        w.I32(1, (int)PageType.DataPage);
        w.I32(2, page.UncompressedPageSize);
        w.I32(3, page.CompressedPageSize);
        w.BeginStruct(5);
        w.I32(1, page.NumValues);
        w.I32(2, (int)page.Encoding);
        w.I32(3, (int)page.DefinitionLevelEncoding);
        w.I32(4, (int)page.RepetitionLevelEncoding);
        if (page.Statistics is { } statistics) Write(w, 5, statistics);
        w.EndStruct();
        w.EndStruct();
        return w.Written;
    }

    private static void Write(CompactWriter w, SchemaElement element)
    {
        w.BeginStruct();
        if (element.Type is { } type) w.I32(1, (int)type);
        if (element.TypeLength > 0) w.I32(2, element.TypeLength);
        if (!element.IsRoot) w.I32(3, (int)element.RepetitionType);
        w.String(4, element.Name);
        if (element.Type is null) w.I32(5, element.NumChildren);
        if (element.ConvertedType is { } converted) w.I32(6, (int)converted);
        if (element.FieldId > 0) w.I32(9, element.FieldId);
        if (element.LogicalType.Kind != 0) Write(w, element.LogicalType);
        w.EndStruct();
    }

    private static void Write(CompactWriter w, LogicalType logical)
    {
        w.BeginStruct(10);
        w.BeginStruct(logical.Kind);
        if (logical.Kind == LogicalType.IntegerKind)
        {
            w.I8(1, (sbyte)logical.BitWidth);
            w.Bool(2, logical.IsSigned);
        }

        w.EndStruct();
        w.EndStruct();
    }

    private static void Write(CompactWriter w, RowGroup group)
    {
        w.BeginStruct();
        w.BeginList(1, CompactType.Struct, group.Columns.Count);
        foreach (ColumnChunk chunk in group.Columns)
        {
            w.BeginStruct();
            w.I64(2, chunk.FileOffset);
            if (chunk.MetaData is { } data) Write(w, data);
            w.EndStruct();
        }

        w.I64(2, group.TotalByteSize);
        w.I64(3, group.NumRows);
        if (group.FileOffset is { } offset) w.I64(5, offset);
        if (group.TotalCompressedSize is { } size) w.I64(6, size);
        if (group.Ordinal is { } ordinal) w.I16(7, ordinal);
        w.EndStruct();
    }

    private static void Write(CompactWriter w, ColumnMetaData data)
    {
        w.BeginStruct(3);
        w.I32(1, (int)data.Type);
        w.BeginList(2, CompactType.I32, data.Encodings.Count);
        foreach (Encoding encoding in data.Encodings) w.Element((int)encoding);
        w.BeginList(3, CompactType.Binary, data.PathInSchema.Count);
        foreach (string part in data.PathInSchema) w.Element(part);
        w.I32(4, (int)data.Codec);
        w.I64(5, data.NumValues);
        w.I64(6, data.TotalUncompressedSize);
        w.I64(7, data.TotalCompressedSize);
        WriteKeyValues(w, 8, data.KeyValues);
        w.I64(9, data.DataPageOffset);
        if (data.DictionaryPageOffset is { } dictionary) w.I64(11, dictionary);
        if (data.Statistics is { } statistics) Write(w, 12, statistics);
        w.EndStruct();
    }

    private static void Write(CompactWriter w, int field, Statistics statistics)
    {
        w.BeginStruct(field);
        if (statistics.Max is { } max) w.Binary(1, max);
        if (statistics.Min is { } min) w.Binary(2, min);
        if (statistics.NullCount is { } nulls) w.I64(3, nulls);
        if (statistics.MaxValue is { } maxValue) w.Binary(5, maxValue);
        if (statistics.MinValue is { } minValue) w.Binary(6, minValue);
        w.EndStruct();
    }

    private static void WriteKeyValues(CompactWriter w, int field, Dictionary<string, string> pairs)
    {
        if (pairs.Count == 0) return;
        w.BeginList(field, CompactType.Struct, pairs.Count);
        foreach ((string key, string value) in pairs)
        {
            w.BeginStruct();
            w.String(1, key);
            w.String(2, value);
            w.EndStruct();
        }
    }
}
