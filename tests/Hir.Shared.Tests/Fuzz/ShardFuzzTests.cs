using Hir.Shared.Shards;
using Hir.Shared.Tests.Shards;
using Hir.Testing;
using Hir.Testing.Fuzz;

namespace Hir.Shared.Tests.Fuzz;

public sealed class ShardFuzzTests
{
    // What a file of some kilobytes may claim without being refused: 65,536 rows of 26 columns.
    private const long MostBytes = 128 << 20;

    [Fact]
    public void ShardRowReader_MutatedShards_AreReadOrRefused()
    {
        new FuzzTarget
        {
            Reader = nameof(ShardRowReader),
            Seeds = [Part(6, ShardCodec.None), Part(30, ShardCodec.Snappy), Part(10, ShardCodec.Gzip), Part(10, ShardCodec.Brotli)],
            Mutations = Mutations.Binary,
            MostBytes = MostBytes,
            // In the product ShardPart makes a sentence of each of these.
            IsClear = e =>
                e is not (NullReferenceException or IndexOutOfRangeException or OutOfMemoryException or AccessViolationException),
            Read = bytes =>
            {
                using ParquetTable table = ParquetTable.Open(new MemoryStream(bytes));
                Assert.Equal(table.RowCount, new ShardRowReader(table, "part", isForeign: true).Rows().LongCount());
            },
        }.Run();
    }

    /// <summary>What was adopted can be read, and what cannot be read is not adopted and named.</summary>
    [Fact]
    public void ShardAdoption_MutatedFiles_AreAdoptedAndReadableOrRefused()
    {
        using TempFolder temp = new();
        string file = temp.File("a.parquet");
        string manifest = temp.File(ShardManifest.FileName);
        new FuzzTarget
        {
            Reader = nameof(ShardAdoption),
            Seeds = [Part(6, ShardCodec.None), Part(30, ShardCodec.Snappy)],
            Mutations = Mutations.Binary,
            // Columns are read once for their types, once for their rows, and once more when they were adopted.
            MostBytes = 3 * MostBytes,
            IsClear = e => e is InputException i && i.Problems.All(p => p.StartsWith(file, StringComparison.Ordinal)) && !File.Exists(manifest),
            Read = bytes =>
            {
                File.WriteAllBytes(file, bytes);
                File.Delete(manifest);
                ShardManifest adopted = ShardAdoption.Adopt(temp.Path).Manifest;
                Assert.Equal(adopted.Rows, ShardReader.ReadFolder(temp.Path, verifyHashes: false).Rows.Count);
            },
        }.Run();
    }

    /// <summary>By way of the folder: whatever is wrong with a part is a problem that names it.</summary>
    [Fact]
    public void ShardReader_MutatedParts_AreReadOrRefused()
    {
        using TempFolder temp = new();
        string folder = temp.File("shards");
        string part = Path.Combine(folder, ShardWriter.WriteFolder(folder, SampleRows.Make(6), SampleRows.Info).Manifest.Files[0].Name);
        byte[] seed = File.ReadAllBytes(part);
        new FuzzTarget
        {
            Reader = nameof(ShardReader),
            Seeds = [seed],
            // Bytes are changed where they stand: the manifest's length still agrees.
            Mutations = [(random, input, other) =>
            {
                byte[] changed = Mutations.Binary[random.Next(5)](random, input, other);
                return changed.Length == seed.Length ? changed : input;
            }],
            MostBytes = MostBytes,
            IsClear = e => e is InputException i && i.Message.Contains(part, StringComparison.Ordinal),
            Read = bytes =>
            {
                File.WriteAllBytes(part, bytes);
                Assert.Equal(6, ShardReader.ReadFolder(folder, verifyHashes: false).Rows.Count);
            },
        }.Run();
    }

    private static byte[] Part(int rows, ShardCodec codec)
    {
        using TempFolder temp = new();
        string folder = temp.File("shards");
        ShardFolderWritten written =
            ShardWriter.WriteFolder(folder, SampleRows.Make(rows, relabeled: true), SampleRows.Info with { Relabeled = true },
            new ShardOptions { Codec = codec, RowsPerGroup = 8 });
        return File.ReadAllBytes(Path.Combine(folder, written.Manifest.Files[0].Name));
    }
}
