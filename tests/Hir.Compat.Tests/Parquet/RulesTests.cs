using Parquet;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace Hir.Compat.Tests.Parquet;

/// <summary>The package's rules: levels, order of columns, statistics, and what misuse throws.</summary>
public sealed class RulesTests
{
    [Fact]
    public void MaxLevels_OfEachKindOfField_AreTheFormats()
    {
        ParquetSchema schema = new(
            new DataField<int>("required"), new DataField<int?>("optional"), new DataField<string>("text"),
            new DataField<string>("name", nullable: false),
            new ListField("toks", new DataField<int>("element")), new ListField("words", new DataField<string>("element")));

        Assert.Equal(
            [(0, 0), (1, 0), (1, 0), (0, 0), (2, 1), (3, 1)], schema.DataFields.Select(f => (f.MaxDefinitionLevel, f.MaxRepetitionLevel)));
        Assert.Equal("toks/list/element", schema.DataFields[4].Path.ToString());
        Assert.Same(schema.DataFields[4], schema.FindDataField(new FieldPath("toks", "list", "element")));
        Assert.Throws<ArgumentException>(() => schema.FindDataField("toks/list/element"));
        Assert.Equal(typeof(ReadOnlyMemory<char>), schema.FindDataField("text").ClrType);
        Assert.True(schema[4].IsNullable);
    }

    [Fact]
    public async Task Schema_ReadBack_EqualsTheOneWritten()
    {
        ParquetSchema schema = new(
            new DataField<int>("n"), new DataField<ushort>("u", nullable: true), new DataField<byte[]>("b"),
            new ListField("l", new DataField<float>("element")));
        using MemoryStream stream = new();
        await using (await ParquetWriter.CreateAsync(schema, stream))
        {
        }

        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
        Assert.Equal(schema, reader.Schema);
        Assert.NotEqual(new ParquetSchema(new DataField<int?>("n")), new ParquetSchema(new DataField<int>("n")));
    }

    [Fact]
    public async Task WriteAsync_ListsInTheShortForm_GivesTheSameFile()
    {
        ParquetSchema schema = new(new ListField("l", new DataField<int>("element")));
        DataField leaf = schema.DataFields[0];
        byte[] general = await FileOf(
            schema, g => g.WriteAllPartsAsync<int>(leaf, new[] { 1, 2, 3 }, new[] { 2, 2, 1, 2 }, new[] { 0, 1, 0, 0 }, default));
        byte[] brief = await FileOf(schema, g => g.WriteAsync<int>(leaf, new int?[] { 1, 2, null, 3 }.AsMemory(), new[] { 0, 1, 0, 0 }));
        Assert.Equal(general, brief);
    }

    [Fact]
    public async Task WriteAsync_AgainstTheRules_Throws()
    {
        ParquetSchema schema = new(
            new DataField<int>("a"), new DataField<int?>("b"), new DataField<string>("s", nullable: false),
            new ListField("l", new DataField<int>("element")));
        DataField[] f = schema.DataFields;
        using MemoryStream stream = new();
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream);
        ParquetRowGroupWriter group = writer.CreateRowGroup();

        await Assert.ThrowsAsync<ArgumentException>(() => group.WriteAsync<int>(f[1], new int?[] { 1 }.AsMemory()));
        await Assert.ThrowsAsync<ArgumentException>(() => group.WriteAsync<long>(f[0], new long[] { 1 }));
        await Assert.ThrowsAsync<ArgumentException>(() => group.WriteAsync<int>(new DataField<int>("a"), new[] { 1 }));
        await group.WriteAsync<int>(f[0], new[] { 1, 2 });
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => group.WriteAsync<int>(f[1], new[] { 1, 2 }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => group.WriteAsync<int>(f[1], new int?[] { 1 }.AsMemory()));
        await group.WriteAsync<int>(f[1], new int?[] { null, 2 }.AsMemory());
        await Assert.ThrowsAsync<ArgumentException>(() => group.WriteAsync(f[2], ["x", null]));
        Assert.Throws<InvalidOperationException>(group.CompleteValidate);
        await group.WriteAsync(f[2], ["x", "y"]);
        await Assert.ThrowsAsync<ArgumentException>(() => group.WriteAllPartsAsync<int>(f[3], new[] { 1 }, null, new[] { 0, 0 }, default));
        await Assert.ThrowsAsync<ArgumentException>(
            () => group.WriteAllPartsAsync<int>(f[3], new[] { 1 }, new[] { 2, 3 }, new[] { 0, 0 }, default));
        await Assert.ThrowsAsync<ArgumentException>(
            () => group.WriteAllPartsAsync<int>(f[3], new[] { 1 }, new[] { 2, 2 }, new[] { 0, 0 }, default));
        await Assert.ThrowsAsync<ArgumentException>(
            () => group.WriteAllPartsAsync<int>(f[3], new[] { 1 }, new[] { 2, 1 }, new[] { 1, 0 }, default));
        await group.WriteAllPartsAsync<int>(f[3], new[] { 1 }, new[] { 2, 1 }, new[] { 0, 0 }, default);
        await Assert.ThrowsAsync<ArgumentException>(() => group.WriteAsync<int>(f[0], new[] { 1, 2 }));
        group.CompleteValidate();
        group.Dispose();
    }

    [Fact]
    public async Task ReadAsync_AgainstTheRules_Throws()
    {
        ParquetSchema schema = new(new DataField<int?>("o"), new ListField("l", new DataField<int>("element")));
        byte[] file = await FileOf(schema, async g =>
        {
            await g.WriteAsync<int>(schema.DataFields[0], new int?[] { 1, null }.AsMemory());
            await g.WriteAllPartsAsync<int>(schema.DataFields[1], new[] { 1 }, new[] { 2, 0 }, new[] { 0, 0 }, default);
        });
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        DataField[] f = reader.Schema.DataFields;

        await Assert.ThrowsAsync<ArgumentException>(async () => await group.ReadAsync<int>(f[0], new int[2].AsMemory()));
        await Assert.ThrowsAsync<ArgumentException>(async () => await group.ReadAsync<int>(f[0], new int?[1].AsMemory()));
        await Assert.ThrowsAsync<ArgumentException>(async () => await group.ReadAsync<long>(f[0], new long?[2].AsMemory()));
        await Assert.ThrowsAsync<ArgumentException>(async () => await group.ReadRawAsync<int>(f[1], new int[2], null, new int[2]));
        await Assert.ThrowsAsync<ArgumentException>(async () => await group.ReadRawAsync<int>(f[1], new int[1], new int[2], new int[2]));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await group.ReadAsync<int>(new DataField<int?>("o"), new int?[2].AsMemory()));
        DataField elsewhere = new ParquetSchema(new DataField<int>("absent")).DataFields[0];
        await Assert.ThrowsAsync<ParquetException>(async () => await group.ReadAsync<int>(elsewhere, new int?[2].AsMemory()));
        Assert.False(group.ColumnExists(elsewhere));
        Assert.Null(group.GetMetadata(elsewhere));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.OpenRowGroupReader(1));

        int?[] larger = [7, 7, 7];
        await group.ReadAsync<int>(f[0], larger.AsMemory());
        Assert.Equal([1, null, 7], larger);
    }

    [Fact]
    public async Task GetStatistics_OfEachKind_AreThoseOfTheValues()
    {
        ParquetSchema schema = new(
            new DataField<double>("d"), new DataField<int?>("i"), new DataField<string>("s"), new DataField<bool>("b"),
            new ListField("l", new DataField<float>("element")));
        DataField[] f = schema.DataFields;
        byte[] file = await FileOf(schema, async g =>
        {
            await g.WriteAsync<double>(f[0], new[] { double.NaN, 2.5, -1 });
            await g.WriteAsync<int>(f[1], new int?[] { null, 5, -7 }.AsMemory());
            await g.WriteAsync(f[2], ["\uFF00", "b", "\U0001F3B2"]);
            await g.WriteAsync<bool>(f[3], new[] { true, false, true });
            await g.WriteAllPartsAsync<float>(f[4], new[] { float.NaN, float.NaN }, new[] { 2, 2, 1, 0 }, new[] { 0, 1, 0, 0 }, default);
        });
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        DataColumnStatistics[] s = [.. reader.Schema.DataFields.Select(c => group.GetStatistics(c)!)];

        Assert.Equal((0L, -1.0, 2.5), (s[0].NullCount, s[0].MinValue, s[0].MaxValue));
        Assert.Equal((1L, -7, 5), (s[1].NullCount, s[1].MinValue, s[1].MaxValue));

        // In the order of UTF-8 bytes, in which what needs two UTF-16 units comes last.
        Assert.Equal((0L, "b", "\U0001F3B2"), (s[2].NullCount, s[2].MinValue, s[2].MaxValue));
        Assert.Null(s[3].MinValue);
        Assert.Equal((2L, null, null), (s[4].NullCount, s[4].MinValue, s[4].MaxValue));
        Assert.All(s, statistics => Assert.Null(statistics.DistinctCount));
    }

    [Fact]
    public async Task GetMetadata_OfAColumn_SaysHowItIsStored()
    {
        ParquetSchema schema = new(new DataField<int>("n"));
        byte[] file = await FileOf(
            schema,
            g => g.WriteAsync<int>(schema.DataFields[0], new int[1000], customMetadata: new Dictionary<string, string> { ["unit"] = "m" }));
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        ColumnMetaData data = group.GetMetadata(reader.Schema.DataFields[0])!.MetaData!;

        Assert.Equal((1000L, CompressionCodec.SNAPPY, global::Parquet.Meta.Type.INT32), (data.NumValues, data.Codec, data.Type));
        Assert.True(
            data.TotalCompressedSize < 400 && data.TotalUncompressedSize > 4000,
            $"{data.TotalCompressedSize} of {data.TotalUncompressedSize}");
        Assert.Contains(Encoding.PLAIN, data.Encodings);
        Assert.Equal("m", group.GetCustomMetadata(reader.Schema.DataFields[0])["unit"]);
        Assert.Equal(1, reader.Metadata!.Version);
    }

    [Theory]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.LZ4)]
    [InlineData(CompressionMethod.Lzo)]
    public async Task WriteAsync_WithACodecThatIsNotThere_SaysWhich(CompressionMethod method)
    {
        ParquetSchema schema = new(new DataField<int>("n"));
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(
            schema, new MemoryStream(), new ParquetOptions { CompressionMethod = method });
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        NotSupportedException e = await Assert.ThrowsAsync<NotSupportedException>(
            () => group.WriteAsync<int>(schema.DataFields[0], new[] { 1 }));
        Assert.Contains(method.ToString(), e.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task DisposeAsync_OfTheWriter_LeavesTheStreamOpen()
    {
        using MemoryStream stream = new();
        ParquetSchema schema = new(new DataField<int>("n"));
        await using (await ParquetWriter.CreateAsync(schema, stream))
        {
        }

        Assert.True(stream.CanWrite);
        await using (ParquetReader reader = await ParquetReader.CreateAsync(stream)) Assert.Equal(0, reader.RowGroupCount);
        Assert.True(stream.CanRead);
        await using (ParquetReader reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: false))
        {
            Assert.Single(reader.Schema.Fields);
        }

        Assert.False(stream.CanRead);
    }

    private static async Task<byte[]> FileOf(ParquetSchema schema, Func<ParquetRowGroupWriter, Task> write)
    {
        using MemoryStream stream = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await write(group);
            group.CompleteValidate();
        }

        return stream.ToArray();
    }
}
