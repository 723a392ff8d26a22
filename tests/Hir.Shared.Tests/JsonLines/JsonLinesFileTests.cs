using System.Text.Json.Nodes;
using Hir.Shared.JsonLines;
using Hir.Testing;

namespace Hir.Shared.Tests.JsonLines;

public sealed class JsonLinesFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_BadLines_ListsEachWithItsNumber()
    {
        string path = Write("{\"text\":\"a\"}\n\n{\"text\":3}\nno json\n[1]\n{}\n");

        var e = Assert.Throws<InputException>(() => JsonLinesFile.Read(path, l => l.Text("text") ?? throw new LineException("has no \"text\"; add it")));

        Assert.Equal([3, 4, 5, 6], e.Problems.Select(p => int.Parse(p[(path.Length + 1)..].Split(':')[0], null)));
    }

    [Fact]
    public void Read_ValuesOfEveryKind_AreTyped()
    {
        string path = Write("{\"t\":\"ü\",\"ids\":[3,0],\"n\":1e-3,\"b\":true,\"nothing\":null}\n");

        var line = Assert.Single(JsonLinesFile.Read(path, l => (l.Text("t"), l.Ids("ids"), l.Number("n"), l.Flag("b"), l.Text("nothing"), l.Ids("absent"))));

        Assert.Equal("ü", line.Item1);
        Assert.Equal([3, 0], line.Item2!);
        Assert.Equal(0.001, line.Item3);
        Assert.True(line.Item4);
        Assert.Null(line.Item5);
        Assert.Null(line.Item6);
    }

    [Theory]
    [InlineData("{\"ids\":[1,-2]}")]
    [InlineData("{\"ids\":[1.5]}")]
    [InlineData("{\"ids\":\"1\"}")]
    [InlineData("{\"ids\":[1],\"ids\":[2]}")]
    public void Read_BadIds_AreRefused(string line) =>
        Assert.Throws<InputException>(() => JsonLinesFile.Read(Write(line), l => l.Ids("ids")));

    [Fact]
    public void Read_EmptyFile_IsRefused() =>
        Assert.Contains("no line", Assert.Throws<InputException>(() => JsonLinesFile.Read(Write(" \n"), l => l)).Message, StringComparison.Ordinal);

    [MountFact]
    public void Write_FullDisk_FailsAsRunningDoesAndKeepsTheOldFile()
    {
        using Mount disk = Mount.SmallDisk(_folder.File("disk"), 64);
        string path = Path.Combine(disk.Path, "out.jsonl");
        JsonLinesFile.Write(path, [new JsonObject { ["old"] = true }]);

        var e = Assert.Throws<IOException>(() => JsonLinesFile.Write(path, Enumerable.Range(0, 20_000).Select(i => new JsonObject { ["i"] = i })));

        Assert.Contains("full", e.Message, StringComparison.Ordinal);
        Assert.Equal("{\"old\":true}\n", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(disk.Path));
    }

    private string Write(string text)
    {
        string path = _folder.File("in.jsonl");
        File.WriteAllText(path, text);
        return path;
    }
}
