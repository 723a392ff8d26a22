using System.Text.Json.Nodes;
using Hir.Shared.Metrics;
using Hir.Testing;

namespace Hir.Shared.Tests.Metrics;

public sealed class MetricsFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_ThenRead_GivesTheLinesInOrder()
    {
        var file = new MetricsFile(_folder.File("metrics.jsonl"));
        Assert.Empty(file.Read());
        file.Append(new JsonObject { ["step"] = 1, ["text"] = "ü" });
        file.Append([new JsonObject { ["step"] = 2 }, new JsonObject { ["step"] = 3 }]);

        Assert.Equal([1, 2, 3], file.Read().Select(l => (int)l["step"]!));
        Assert.Contains("\"ü\"", File.ReadAllText(file.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LastLineCutOff_IsPassedOver()
    {
        string path = _folder.File("metrics.jsonl");
        File.WriteAllText(path, "{\"step\":1}\n{\"ste");

        Assert.Equal([1], new MetricsFile(path).Read().Select(l => (int)l["step"]!));
    }

    [Fact]
    public void Trim_SomeLines_KeepsTheOthersAsTheyWere()
    {
        var file = new MetricsFile(_folder.File("metrics.jsonl"));
        file.Append([.. Enumerable.Range(1, 5).Select(i => new JsonObject { ["step"] = i, ["loss"] = 0.1 * i })]);
        string[] before = File.ReadAllLines(file.Path);

        file.Trim(l => (int)l["step"]! <= 3);

        Assert.Equal(before[..3], File.ReadAllLines(file.Path));
    }
}
