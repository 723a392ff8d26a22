using System.Runtime.InteropServices;
using System.Text.Json;
using Hir.Shared.Weights;
using Hir.Testing;

namespace Hir.Shared.Tests.Weights;

public sealed class CheckpointWeightsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Open_SeveralFiles_HoldsTheTensorsOfAll()
    {
        WriteFile("model-00001-of-00002.safetensors", ("a", 1f));
        WriteFile("model-00002-of-00002.safetensors", ("b", 2f), ("c", 3f));
        WriteIndex(
            ("a", "model-00001-of-00002.safetensors"), ("b", "model-00002-of-00002.safetensors"),
            ("c", "model-00002-of-00002.safetensors"));
        using CheckpointWeights weights = CheckpointWeights.Open(_temp.Path);
        Assert.Equal(["a", "b", "c"], weights.Tensors.Keys.Order(StringComparer.Ordinal));
        float[] read = new float[1];
        weights.Tensors["c"].CopyAsFloat32(1, read);
        Assert.Equal(4f, read[0]);
    }

    [Theory]
    [InlineData("../model-00001-of-00001.safetensors", "the name of a .safetensors file of the folder")]
    [InlineData("/etc/hostname", "the name of a .safetensors file of the folder")]
    [InlineData("config.json", "the name of a .safetensors file of the folder")]
    [InlineData("model-00002-of-00002.safetensors", "it is missing")]
    public void Open_IndexNamesWhatIsNotInTheFolder_IsRefused(string name, string problem)
    {
        WriteFile("model-00001-of-00001.safetensors", ("a", 1f));
        WriteIndex(("a", name));
        Assert.Contains(problem, Assert.Throws<InputException>(() => CheckpointWeights.Open(_temp.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_IndexAndFilesContradictEachOther_NamesEveryTensor()
    {
        WriteFile("1.safetensors", ("a", 1f), ("b", 1f), ("x", 1f));
        WriteFile("2.safetensors", ("b", 2f));
        WriteIndex(("a", "2.safetensors"), ("b", "1.safetensors"), ("lost", "1.safetensors"));
        InputException e = Assert.Throws<InputException>(() => CheckpointWeights.Open(_temp.Path));
        Assert.Equal(4, e.Problems.Count);
        foreach (string tensor in (string[])["'a'", "'b'", "'x'", "'lost'"]) Assert.Contains(tensor, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"weight_map":[]}""")]
    [InlineData("""{"weight_map":{}}""")]
    [InlineData("""{"weight_map":{"a":1}}""")]
    [InlineData("""{"weight_map":{"a":"b.safetensors","a":"c.safetensors"}}""")]
    public void Open_IndexIsNone_SaysSo(string json)
    {
        File.WriteAllText(_temp.File("model.safetensors.index.json"), json);
        Assert.Contains(
            "index.json", Assert.Throws<InputException>(() => CheckpointWeights.Open(_temp.Path)).Message, StringComparison.Ordinal);
    }

    private void WriteFile(string name, params (string Name, float First)[] tensors)
    {
        using FileStream stream = File.Create(_temp.File(name));
        SafetensorsWriter writer = new(stream, [.. tensors.Select(t => new SafetensorsDeclaration(t.Name, WeightDtype.F32, [2]))]);
        foreach ((string tensor, float first) in tensors) writer.Write(tensor, MemoryMarshal.AsBytes<float>(new[] { first, first + 1 }));
        writer.Complete();
    }

    private void WriteIndex(params (string Tensor, string File)[] map) =>
        File.WriteAllText(_temp.File("model.safetensors.index.json"), JsonSerializer.Serialize(
            new { metadata = new { total_size = 1 }, weight_map = map.ToDictionary(m => m.Tensor, m => m.File) }));
}
