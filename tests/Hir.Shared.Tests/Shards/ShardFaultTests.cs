using System.Text;
using System.Text.Json.Nodes;
using Hir.Shared.Handoff;
using Hir.Shared.Shards;
using Hir.Testing;

namespace Hir.Shared.Tests.Shards;

/// <summary>What is wrong with a folder is said with the file, the rule and the mend; what was written before stays.</summary>
public sealed class ShardFaultTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReadFolder_TruncatedPart_NamesFileAndMend(bool verify)
    {
        using TempFolder temp = new();
        string part = Write(temp);
        using (FileStream file = File.OpenWrite(part)) file.SetLength(file.Length / 2);

        InputException e = Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.File("shards"), verify));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.Contains("truncated", e.Message, StringComparison.Ordinal);
        Assert.Contains("sample again", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_TruncatedPartThatTheManifestAgreesWith_IsStillRefused()
    {
        using TempFolder temp = new();
        string part = Write(temp);
        using (FileStream file = File.OpenWrite(part)) file.SetLength(file.Length - 20);
        Adjust(temp, part);

        InputException e = Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.File("shards")));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.Contains("not a sound shard", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_ChangedByte_IsFoundByItsHash()
    {
        using TempFolder temp = new();
        string part = Write(temp);
        byte[] bytes = File.ReadAllBytes(part);
        bytes[bytes.Length / 3] ^= 1;
        File.WriteAllBytes(part, bytes);

        InputException e = Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.File("shards")));
        Assert.Contains("SHA-256", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_AnyByteChangedWithoutHashes_GivesRowsOrAProblem()
    {
        using TempFolder temp = new();
        string part = Write(temp, rows: 6);
        byte[] bytes = File.ReadAllBytes(part);
        int refused = 0;
        for (int at = 0; at < bytes.Length; at += 3)
        {
            byte[] changed = [.. bytes];
            changed[at] ^= 0xFF;
            File.WriteAllBytes(part, changed);
            try
            {
                ShardReader.ReadFolder(temp.File("shards"), verifyHashes: false);
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.True(refused > 100, $"{refused} refused");
    }

    [Fact]
    public void ReadFolder_ManifestOfAnotherSchemaVersion_IsRefused()
    {
        using TempFolder temp = new();
        Write(temp);
        EditManifest(temp, m => m["schema_version"] = 2);

        InputException e = Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.File("shards")));
        Assert.Contains("schema_version is 2", e.Message, StringComparison.Ordinal);
        Assert.Contains(temp.File("shards", "manifest.json"), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_PartOfAnotherSchemaVersion_IsRefused()
    {
        using TempFolder temp = new();
        string part = Write(temp);
        Rewrite(part, ShardSchema.Plain, new Dictionary<string, string> { [ShardSchema.VersionKey] = "7" });
        Adjust(temp, part);

        InputException e = Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.File("shards")));
        Assert.Contains("hir.schema_version is 7", e.Message, StringComparison.Ordinal);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_MissingColumns_NamesThem()
    {
        using TempFolder temp = new();
        string part = Write(temp);
        ShardColumn[] others = [.. ShardSchema.Plain.Where(c => c.Name is not ("query" or "top_k"))];
        Rewrite(part, others, new Dictionary<string, string> { [ShardSchema.VersionKey] = "1" });
        Adjust(temp, part);

        InputException e = Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.File("shards")));
        Assert.Contains("columns query, top_k", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_WithoutTheColumnsAddedLater_ReadsThemAsNull()
    {
        using TempFolder temp = new();
        string part = Write(temp);
        Rewrite(
            part,
            [.. ShardSchema.Plain.Where(c => c.Name != "first_error")],
            new Dictionary<string, string> { [ShardSchema.VersionKey] = "1" });
        Adjust(temp, part);

        Assert.Equal(
            SampleRows.Make(20).Select(r => SampleRows.Describe(r with { FirstError = null })),
            ShardReader.ReadFolder(temp.File("shards")).Rows.Select(SampleRows.Describe));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 2)]
    [InlineData(-1, 2)]
    [InlineData(1, null)]
    public void WriteFolder_PieceOutsideTheOutput_IsOurMistake(int? start, int? end)
    {
        using TempFolder temp = new();
        ShardRow row = SampleRows.Row(3, relabeled: true) with { PieceStart = start, PieceEnd = end };
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(
            () => ShardWriter.WriteFolder(temp.File("relabeled"), [row], SampleRows.Info with { Relabeled = true }));
        Assert.Contains("piece_start", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_FirstErrorBelowZero_IsRefused()
    {
        using TempFolder temp = new();
        string part = Write(temp);
        Rewrite(
            part,
            [.. ShardSchema.Plain.Select(c => c.Name == "first_error" ? ShardColumn.NullableInt32("first_error", _ => -3) : c)],
            new Dictionary<string, string> { [ShardSchema.VersionKey] = "1" });
        Adjust(temp, part);

        InputException e = Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.File("shards")));
        Assert.Contains("first_error is -3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_ColumnOfAnotherType_NamesIt()
    {
        using TempFolder temp = new();
        string part = Write(temp);
        Rewrite(
            part,
            [.. ShardSchema.Plain.Select(c => c.Name == "iteration" ? ShardColumn.Text("iteration", _ => "first") : c)],
            new Dictionary<string, string> { [ShardSchema.VersionKey] = "1" });
        Adjust(temp, part);

        InputException e = Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.File("shards")));
        Assert.Contains("column iteration", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_ExtraColumns_AreIgnored()
    {
        using TempFolder temp = new();
        string part = Write(temp);
        ShardColumn[] columns = [
            ShardColumn.FloatList("embedding", _ => [1f, 2f]), .. ShardSchema.Plain, ShardColumn.NullableText("note", r => r.Target)];
        Rewrite(part, columns, new Dictionary<string, string> { [ShardSchema.VersionKey] = "1" });
        Adjust(temp, part);

        Assert.Equal(
            SampleRows.Make(20).Select(SampleRows.Describe), ShardReader.ReadFolder(temp.File("shards")).Rows.Select(SampleRows.Describe));
    }

    [Fact]
    public void ReadFolder_SeveralProblems_AreAllNamed()
    {
        using TempFolder temp = new();
        ShardWriter.WriteFolder(temp.File("shards"), SampleRows.Make(20), SampleRows.Info, new ShardOptions { RowsPerPart = 5 });
        File.Delete(temp.File("shards", "part-00001.parquet"));
        File.AppendAllText(temp.File("shards", "part-00003.parquet"), "x");

        InputException e = Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.File("shards")));
        Assert.Equal(2, e.Problems.Count);
        Assert.Contains("part-00001.parquet", e.Problems[0], StringComparison.Ordinal);
        Assert.Contains("part-00003.parquet", e.Problems[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not a manifest of shards")]
    [InlineData("null", "holds null")]
    [InlineData("[]", "not a manifest of shards")]
    [InlineData("""{"format_version": 1, "files": [{"name": "config.json", "bytes": 3, "sha256": "00"}]}""", "not a manifest of shards")]
    [InlineData("""{"schema_version": 1, "rows": 1, "files": [{"name": "../a.parquet", "rows": 1, "bytes": 3, "sha256": "00"}]}""", "'../a.parquet'")]
    [InlineData("""{"schema_version": 1, "rows": 9, "files": [{"name": "a.parquet", "rows": 1, "bytes": 3, "sha256": "00"}]}""", "rows is 9")]
    [InlineData("""{"schema_version": 1, "rows": 1, "files": [{"name": null, "rows": 1, "bytes": 3, "sha256": "00"}]}""", "not a manifest of shards")]
    [InlineData("""{"schema_version": 1, "rows": 2, "files": null}""", "not a manifest of shards")]
    [InlineData("""{"schema_version": "1", "rows": 2, "files": []}""", "not a manifest of shards")]
    public void ReadFolder_BrokenManifest_SaysWhatIsWrong(string json, string expected)
    {
        using TempFolder temp = new();
        File.WriteAllText(temp.File("manifest.json"), json);

        InputException e = Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.Path));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains(temp.File("manifest.json"), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_WithoutManifest_TellsStoppedSamplingFromOtherTools()
    {
        using TempFolder temp = new();
        Write(temp);
        File.Delete(temp.File("shards", "manifest.json"));

        InputException e = Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.File("shards")));
        Assert.Contains("hir shards adopt", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            "no manifest.json", Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.Path)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "no such folder", Assert.Throws<InputException>(() => ShardReader.ReadFolder(temp.File("none"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFolder_FilesThatNoManifestNames_AreIgnored()
    {
        using TempFolder temp = new();
        Write(temp);
        File.WriteAllText(temp.File("shards", "part-00001.parquet"), "left by a stopped writer");
        Assert.Equal(20, ShardReader.ReadFolder(temp.File("shards")).Rows.Count);
    }

    [MountFact]
    public void WriteFolder_OnAFullDisk_SaysSoAndKeepsEarlierFolders()
    {
        using TempFolder temp = new();
        using Mount disk = Mount.SmallDisk(temp.File("disk"), 64);
        string earlier = Path.Combine(disk.Path, "iteration-0000");
        string later = Path.Combine(disk.Path, "iteration-0001");
        ShardWriter.WriteFolder(earlier, SampleRows.Make(10), SampleRows.Info);

        IOException e = Assert.Throws<IOException>(
            () => ShardWriter.WriteFolder(later, SampleRows.Make(4000), SampleRows.Info, new ShardOptions { Codec = ShardCodec.None }));

        Assert.Contains(disk.Path, e.Message, StringComparison.Ordinal);
        Assert.Contains("Delete what is not needed", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(later));
        Assert.Equal(["iteration-0000"], Directory.EnumerateFileSystemEntries(disk.Path).Select(Path.GetFileName));
        Assert.Equal(10, ShardReader.ReadFolder(earlier).Rows.Count);
    }

    [MountFact]
    public void WriteFolder_WhereWritingIsForbidden_SaysWhere()
    {
        using TempFolder temp = new();
        ShardWriter.WriteFolder(temp.File("run", "iteration-0000"), SampleRows.Make(10), SampleRows.Info);
        using Mount forbidden = Mount.ReadOnly(temp.File("run"));

        InputException e = Assert.Throws<InputException>(
            () => ShardWriter.WriteFolder(temp.File("run", "iteration-0001"), SampleRows.Make(3), SampleRows.Info));

        Assert.Contains(temp.File("run", "iteration-0001"), e.Message, StringComparison.Ordinal);
        Assert.Equal(10, ShardReader.ReadFolder(temp.File("run", "iteration-0000")).Rows.Count);
    }

    private static string Write(TempFolder temp, int rows = 20)
    {
        ShardWriter.WriteFolder(temp.File("shards"), SampleRows.Make(rows), SampleRows.Info);
        return temp.File("shards", "part-00000.parquet");
    }

    private static void Rewrite(string part, IReadOnlyList<ShardColumn> columns, Dictionary<string, string> metadata)
    {
        using FileStream file = File.Create(part);
        ParquetTable.Write(file, columns, [SampleRows.Make(20)], metadata, ShardCodec.Snappy);
    }

    // Makes the manifest agree with a changed part, so that other checks must find what is wrong.
    private static void Adjust(TempFolder temp, string part) => EditManifest(temp, m =>
    {
        FileDigest digest = FileDigest.Of(part, "part-00000.parquet");
        m["files"]![0]!["bytes"] = digest.Bytes;
        m["files"]![0]!["sha256"] = digest.Sha256;
    });

    private static void EditManifest(TempFolder temp, Action<JsonNode> edit)
    {
        string path = temp.File("shards", "manifest.json");
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(path))!;
        edit(manifest);
        File.WriteAllText(path, manifest.ToJsonString(), new UTF8Encoding(false));
    }
}
