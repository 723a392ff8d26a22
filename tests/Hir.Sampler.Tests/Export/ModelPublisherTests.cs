using System.Globalization;
using System.Text.Json;
using Hir.Export;
using Hir.Export.Onnx.Proto;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;
using Hir.Testing;

namespace Hir.Sampler.Tests.Export;

public sealed class ModelPublisherTests : IDisposable
{
    private static readonly string[] Written =
    [
        "config.json", "decoder_model_merged.onnx", "encoder_model.onnx", "manifest.json", "model.safetensors", "sampler_decoder.onnx",
        "sampler_encoder.onnx", "tokenizer.json",
    ];

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Export_TwiceAndAgainFromTheResult_GivesEqualBytesAndFingerprints()
    {
        string source = TinyCheckpoint.Write(_temp.File("hf"));
        ModelFolder first = CheckpointExporter.Export(source, _temp.File("a"));
        ModelFolder second = CheckpointExporter.Export(source, _temp.File("b"));
        ModelFolder third = CheckpointExporter.Export(first.Path, _temp.File("c"));
        Assert.Equal(Written, Directory.EnumerateFiles(first.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (ModelFolder other in new[] { second, third })
        {
            foreach (string name in Written) Assert.Equal(File.ReadAllBytes(first.PathOf(name)), File.ReadAllBytes(other.PathOf(name)));
            Assert.Equal(first.Fingerprint, other.Fingerprint);
        }

        ModelFolder.Open(first.Path, verify: true);
        string otherWeights = TinyCheckpoint.Write(_temp.File("hf2"), seed: 2);
        ModelFolder different = CheckpointExporter.Export(otherWeights, _temp.File("d"));
        Assert.NotEqual(first.Fingerprint, different.Fingerprint);
        foreach (string name in Written.Where(name => name.EndsWith(".onnx", StringComparison.Ordinal)))
        {
            Assert.Equal(File.ReadAllBytes(first.PathOf(name)), File.ReadAllBytes(different.PathOf(name)));
        }
    }

    [Fact]
    public void Export_Graphs_HoldNoWeightsAndPointAtEachTensor()
    {
        ModelFolder folder = CheckpointExporter.Export(TinyCheckpoint.Write(_temp.File("hf")), _temp.File("out"));
        using SafetensorsFile weights = SafetensorsFile.Open(folder.WeightsPath);
        HashSet<string> used = [];
        string[] graphs = [.. Written.Where(name => name.EndsWith(".onnx", StringComparison.Ordinal)).Select(folder.PathOf)];
        Assert.Equal(4, graphs.Length);
        foreach (string path in graphs)
        {
            GraphProto graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph;
            foreach (TensorProto tensor in graph.Initializer.Where(t => weights.Tensors.ContainsKey(t.Name)))
            {
                used.Add(tensor.Name);
                SafetensorsEntry entry = weights.Tensors[tensor.Name];
                Assert.Equal(TensorProto.Types.DataLocation.External, tensor.DataLocation);
                Assert.False(tensor.HasRawData);
                Assert.Equal(entry.Shape, tensor.Dims);
                Assert.Equal(
                    [("location", "model.safetensors"), ("offset", Text(entry.Offset)), ("length", Text(entry.Length))],
                    tensor.ExternalData.Select(pair => (pair.Key, pair.Value)));
            }

            // What else is constant are shapes, and one table of position buckets.
            int most = (2 * 128) + 1;
            Assert.All(
                graph.Initializer.Where(t => !weights.Tensors.ContainsKey(t.Name)), t => Assert.InRange(t.RawData.Length, 4, most * 8));
        }

        Assert.Equal(weights.Tensors.Keys.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(WeightDtype.F16)]
    [InlineData(WeightDtype.BF16)]
    public void Export_NarrowerWeights_AreWidenedExactlyAndConfigSaysSo(WeightDtype dtype)
    {
        string source = TinyCheckpoint.Write(_temp.File("hf"), dtype);
        ModelFolder folder = CheckpointExporter.Export(source, _temp.File("out"));
        using SafetensorsFile from = SafetensorsFile.Open(Path.Combine(source, "model.safetensors"));
        using SafetensorsFile to = SafetensorsFile.Open(folder.WeightsPath);
        foreach (SafetensorsEntry entry in from.Ordered)
        {
            float[] expected = new float[entry.Count];
            float[] actual = new float[entry.Count];
            from.CopyAsFloat32(entry.Name, expected);
            to.CopyAsFloat32(entry.Name, actual);
            Assert.Equal(WeightDtype.F32, to.Tensors[entry.Name].Dtype);
            Assert.Equal(expected, actual);
        }

        using JsonDocument config = JsonDocument.Parse(folder.ModelConfigJson);
        Assert.Equal("float32", config.RootElement.GetProperty("torch_dtype").GetString());
        Assert.Equal(20, config.RootElement.GetProperty("vocab_size").GetInt32());
        using T5Graphs graphs = new(folder);
        Assert.Equal([1, 2, 8], graphs.Encode([[3, 4]], 2)["last_hidden_state"].Shape);
    }

    [Fact]
    public void Export_MissingTensorWrongShapeAndType_NamesEachAndLeavesNothing()
    {
        string source = TinyCheckpoint.Write(_temp.File("hf"), change: tensor => tensor.Name switch
        {
            "lm_head.weight" => null,
            "encoder.block.0.layer.1.layer_norm.weight" => tensor with { Shape = [7] },
            "shared.weight" => tensor with { Dtype = WeightDtype.I32 },
            _ => tensor,
        });
        InputException e = Assert.Throws<InputException>(() => CheckpointExporter.Export(source, _temp.File("out")));
        Assert.Equal(3, e.Problems.Count);
        foreach (
            string name in new[] { "lm_head.weight", "encoder.block.0.layer.1.layer_norm.weight", "shared.weight", "model.safetensors" })
        {
            Assert.Contains(name, e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["hf"], Directory.EnumerateFileSystemEntries(_temp.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Export_TruncatedWeights_NamesTheTensor()
    {
        string source = TinyCheckpoint.Write(_temp.File("hf"));
        using (FileStream stream = File.OpenWrite(Path.Combine(source, "model.safetensors"))) stream.SetLength(stream.Length - 1);
        InputException e = Assert.Throws<InputException>(() => CheckpointExporter.Export(source, _temp.File("out")));
        Assert.Contains("'lm_head.weight': its data ends at", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("float64", "no such element type")]
    [InlineData("F16", "Use float32, float16 or bfloat16")]
    public void Export_OtherElementType_IsRefused(string dtype, string expected)
    {
        string source = TinyCheckpoint.Write(_temp.File("hf"));
        InputException e = Assert.Throws<InputException>(() => CheckpointExporter.Export(source, _temp.File("out"), dtype));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_DestinationExists_LeavesItAsItIs()
    {
        string source = TinyCheckpoint.Write(_temp.File("hf"));
        ModelFolder folder = CheckpointExporter.Export(source, _temp.File("out"));
        Assert.Throws<InputException>(() => CheckpointExporter.Export(source, _temp.File("out")));
        Assert.Equal(folder.Fingerprint, ModelFolder.Open(_temp.File("out"), verify: true).Fingerprint);
    }

    [Fact]
    public void Publish_VersionAndParent_AreInTheManifestAndTheFingerprint()
    {
        ModelFolder first = Publish("v1", 1, 0);
        ModelFolder second = Publish("v2", 2, 1);
        Assert.Equal((2, (int?)1), (second.Manifest!.ModelVersion, second.Manifest.ParentVersion));
        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
        Assert.Equal(File.ReadAllBytes(first.WeightsPath), File.ReadAllBytes(second.WeightsPath));
    }

    [Fact]
    public void Publish_WeightsAreNotTheModels_IsOurFaultAndLeavesNothing()
    {
        Assert.Throws<InvalidOperationException>(() => Publish("v1", 1, 0, weights => [.. weights.Skip(1)]));
        Assert.Throws<InvalidOperationException>(
            () => Publish("v1", 1, 0, weights => [.. weights.Append(new WeightSource("x", [1], take => take(new byte[4])))]));
        Assert.Throws<InvalidOperationException>(
            () => Publish("v1", 1, 0, weights => [weights[0] with { Shape = [1] }, .. weights.Skip(1)]));
        Assert.Throws<InvalidOperationException>(
            () => Publish("v1", 1, 0, weights => [weights[0] with { Give = take => take(new byte[4]) }, .. weights.Skip(1)]));
        Assert.Equal(["hf"], Directory.EnumerateFileSystemEntries(_temp.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Session_WithoutPrepacking_ReadsTheWeightsFromTheMappedFile()
    {
        if (!OperatingSystem.IsLinux()) return;
        ModelFolder folder = CheckpointExporter.Export(TinyCheckpoint.Write(_temp.File("hf")), _temp.File("out"));
        using T5Graphs graphs = new(folder, options => options.AddSessionConfigEntry("session.disable_prepacking", "1"));
        Assert.Contains(folder.WeightsPath, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
        Assert.All(graphs.Encode([[3, 4]], 2)["last_hidden_state"].Data, value => Assert.True(float.IsFinite(value)));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private ModelFolder Publish(string name, int version, int? parent, Func<List<WeightSource>, List<WeightSource>>? change = null)
    {
        string source = TinyCheckpoint.Write(_temp.File("hf"));
        using SafetensorsFile weights = SafetensorsFile.Open(Path.Combine(source, "model.safetensors"));
        List<WeightSource> sources = [.. ModelConfig.Load(source).Parameters.Select(p =>
            new WeightSource(p.Name, p.Shape, take => take(weights.Bytes(p.Name))))];
        return ModelPublisher.Publish(new PublishRequest
        {
            Destination = _temp.File(name),
            SourceFolder = source,
            Weights = change is null ? sources : change(sources),
            ModelVersion = version,
            ParentVersion = parent,
        });
    }
}
