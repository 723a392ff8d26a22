using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.Shared.Tests.Handoff;

public sealed class RunRecordTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_ThenRead_GivesTheSame()
    {
        var run = new RunFolder(_folder.Path);
        Assert.Null(RunRecord.Read(run));
        RunRecord record = Record().With(10, "ten").With(2, "two");
        record.Write(run);

        RunRecord again = RunRecord.Read(run)!;

        Assert.Equal(["0", "2", "10"], again.Models.Keys);
        Assert.Equal("ten", again.FingerprintOf(10));
        Assert.Null(again.FingerprintOf(1));
        Assert.Equal(record with { Models = again.Models }, again);
    }

    [Fact]
    public void With_VersionThatChanged_IsRefused()
    {
        RunRecord record = Record();
        Assert.Same("zero", record.With(0, "zero").FingerprintOf(0));
        Assert.Throws<InvalidOperationException>(() => record.With(0, "other"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("nothing")]
    [InlineData("{\"format_version\":9,\"name\":\"a\",\"state\":\"done\",\"created\":\"2026-01-01T00:00:00Z\",\"config_sha256\":\"\",\"data_sha256\":\"\",\"models\":{}}")]
    public void Read_NotARecordOfThisFormat_NamesTheFile(string text)
    {
        var run = new RunFolder(_folder.Path);
        File.WriteAllText(run.Record, text);
        Assert.Contains("run.json", Assert.Throws<InputException>(() => RunRecord.Read(run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_FolderThatIsHeld_IsRefusedUntilItIsFree()
    {
        string file = _folder.File("run", ".lock");
        using (FolderLock.Take(file, "run"))
        {
            Assert.Contains("at work", Assert.Throws<InputException>(() => FolderLock.Take(file, "run")).Message, StringComparison.Ordinal);
        }

        FolderLock.Take(file, "run").Dispose();
    }

    private static RunRecord Record() => new()
    {
        Name = "a",
        State = "running",
        Created = DateTimeOffset.UnixEpoch,
        ConfigSha256 = "c",
        DataSha256 = "d",
        Models = new Dictionary<string, string> { ["0"] = "zero" },
    };
}
