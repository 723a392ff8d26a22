using Hir.Testing;
using Parquet;

namespace Hir.Compat.Tests.Parquet;

public sealed class ParquetSurfaceTests
{
    [SharedFact]
    public void PublicSurface_OfTheParquetAssembly_IsPartOfTheGenuineListing()
    {
        string listing = SharedFixtures.PathOf("fixtures", "api", "Parquet.Net-6.1.txt");
        Assert.Empty(PublicSurface.NotIn(typeof(ParquetWriter).Assembly, listing));
    }

    [SharedFact]
    public void PublicSurface_OfAnotherAssembly_IsNot()
    {
        string listing = SharedFixtures.PathOf("fixtures", "api", "Parquet.Net-6.1.txt");
        Assert.NotEmpty(PublicSurface.NotIn(typeof(SharedFixtures).Assembly, listing));
    }

    [Fact]
    public void PublicSurface_OfKnownMembers_HasTheListingsFormat()
    {
        IReadOnlyList<string> lines = PublicSurface.Of(typeof(ParquetWriter).Assembly, "Parquet");
        Assert.Contains("T class Parquet.Schema.DataField<T>", lines);
        Assert.Contains("B Parquet.Schema.DataField<T> : Parquet.Schema.DataField", lines);
        Assert.Contains("M Parquet.CompressionMethod Brotli = 4", lines);
        Assert.Contains("M Parquet.Schema.ParquetSchema .ctor(params Parquet.Schema.Field[] fields)", lines);
        Assert.Contains("M Parquet.ParquetReader static System.Threading.Tasks.Task<Parquet.ParquetReader> CreateAsync(System.IO.Stream "
            + "input, "
            + "Parquet.ParquetOptions parquetOptions = null, System.Boolean leaveStreamOpen = True, System.Threading.CancellationToken "
                + "cancellationToken = null)", lines);
    }
}
