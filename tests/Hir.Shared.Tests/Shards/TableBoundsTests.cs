using Hir.Shared.Shards;
using Hir.Testing;
using Parquet;
using Parquet.Meta;

namespace Hir.Shared.Tests.Shards;

public sealed class TableBoundsTests
{
    [Theory]
    [InlineData("rows")]
    [InlineData("values")]
    [InlineData("bytes")]
    [InlineData("stored")]
    [InlineData("negative")]
    public void Check_FooterThatClaimsTooMuch_IsRefused(string claim)
    {
        Assert.Null(Record.Exception(() => Check("")));
        Assert.Throws<InvalidDataException>(() => Check(claim));
    }

    [Fact]
    public void ReadFolder_PartThatIsALinkOutOfTheFolder_IsRefused()
    {
        using TempFolder temp = new();
        string folder = temp.File("shards");
        string name = ShardWriter.WriteFolder(folder, SampleRows.Make(3), SampleRows.Info).Manifest.Files[0].Name;
        File.Move(Path.Combine(folder, name), temp.File("elsewhere"));
        File.CreateSymbolicLink(Path.Combine(folder, name), temp.File("elsewhere"));
        InputException e = Assert.Throws<InputException>(() => ShardReader.ReadFolder(folder));
        Assert.Contains("leads out of the folder", e.Message, StringComparison.Ordinal);
    }

    private static void Check(string claim)
    {
        using TempFolder temp = new();
        string folder = temp.File("shards");
        string name = ShardWriter.WriteFolder(folder, SampleRows.Make(3), SampleRows.Info).Manifest.Files[0].Name;
        using FileStream file = File.OpenRead(Path.Combine(folder, name));
        ParquetReader reader = ParquetReader.CreateAsync(file).GetAwaiter().GetResult();
        RowGroup group = reader.Metadata!.RowGroups[0];
        ColumnMetaData column = group.Columns[2].MetaData!;
        switch (claim)
        {
            case "rows": group.NumRows = reader.Metadata.NumRows = 1 << 30; break;
            case "values": column.NumValues = 1 << 30; break;
            case "bytes": column.TotalUncompressedSize = 1L << 32; break;
            case "stored": column.TotalCompressedSize = file.Length; break;
            case "negative": column.NumValues = -1; break;
        }

        TableBounds.Check(reader, reader.Schema.DataFields, file.Length);
    }
}
