using Google.Protobuf;
using Hir.Export;
using Hir.Export.Onnx;
using Hir.Export.Onnx.Proto;
using Hir.Sampler.Engines;
using Hir.Sampler.Tests.Export;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Onnx;
using Hir.Testing;
using static Hir.Export.Onnx.Proto.AttributeProto.Types;

namespace Hir.Sampler.Tests.Graphs;

/// <summary>Each rule of the check of graphs, broken once in a graph that is sound otherwise.</summary>
public sealed class GraphCheckTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ModelFolder _model;

    public GraphCheckTests() => _model = CheckpointExporter.Export(TinyCheckpoint.Write(_temp.File("checkpoint")), _temp.File("model"));

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Run_ExportedGraphs_AreSound()
    {
        foreach (
            string path in new[] { _model.PathOf(ModelFolder.SamplerEncoderGraphName), _model.PathOf(ModelFolder.SamplerDecoderGraphName) })
        {
            Assert.Empty(Run(File.ReadAllBytes(path)));
        }
    }

    public static TheoryData<string, string> Breaks => new()
    {
        { "operator", "is a ConstantOfShape" }, { "domain", "imports operators of 'evil'" }, { "opset", "imports version 99" },
        { "ir", "ir_version is 99" },
        { "no nodes", "0 nodes" }, { "undeclared", "before it is there" }, { "cycle", "before it is there" }, { "twice", "is made twice" },
        { "no output", "is not computed" }, { "inline size", "its shape needs" }, { "inline overflow", "has the shape" },
        { "element type", "element type 8" },
        { "outside", "not the name of a file of the folder" }, { "above", "not the name of a file of the folder" },
        { "missing", "which is missing" },
        { "beyond", "ends beyond" }, { "negative offset", "no proper offset" }, { "external size", "its shape needs" },
        { "external key", "has a 'checksum'" },
        { "both", "elsewhere at once" }, { "range", "unknown or great size" }, { "dimension", "has a dimension outside" },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public void Run_RuleBroken_NamesIt(string rule, string part)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_model.PathOf(ModelFolder.SamplerDecoderGraphName)));
        GraphProto graph = model.Graph;
        TensorProto inline = graph.Initializer.First(t => t.RawData.Length > 0);
        TensorProto external = graph.Initializer.First(t => t.ExternalData.Count > 0);
        switch (rule)
        {
            case "operator": graph.Node[3].OpType = "ConstantOfShape"; break;
            case "domain": model.OpsetImport.Add(new OperatorSetIdProto { Domain = "evil", Version = 1 }); break;
            case "opset": model.OpsetImport[0].Version = 99; break;
            case "ir": model.IrVersion = 99; break;
            case "no nodes": graph.Node.Clear(); break;
            case "undeclared": graph.Node[2].Input[0] = "nowhere"; break;
            case "cycle": graph.Node[0].Input[0] = graph.Node[^1].Output[0]; break;
            case "twice": graph.Node[2].Output[0] = graph.Node[0].Output[0]; break;
            case "no output": graph.Output[0].Name = "nothing"; break;
            case "inline size": inline.Dims.Add(1000); break;
            case "inline overflow": inline.Dims.AddRange([1 << 30, 1 << 30, 1 << 30]); break;
            case "element type": inline.DataType = (TensorProto.Types.DataType)8; break; // Texts.
            case "outside": external.ExternalData[0].Value = "/etc/passwd"; break;
            case "above": external.ExternalData[0].Value = ".."; break;
            case "missing": external.ExternalData[0].Value = "other.safetensors"; break;
            case "beyond": external.ExternalData[1].Value = "99999999999"; break;
            case "negative offset": external.ExternalData[1].Value = "-8"; break;
            case "external size": external.ExternalData[2].Value = "8"; break;
            case "external key": external.ExternalData.Add(new StringStringEntryProto { Key = "checksum", Value = "x" }); break;
            case "both": external.RawData = ByteString.CopyFrom(new byte[4]); break;
            case "dimension": graph.Input[0].Type.TensorType.Shape.Dim[0].DimValue = long.MinValue; break;
            case "range":
                TensorProto many = new()
                {
                    Name = "many", DataType = TensorProto.Types.DataType.Int64,
                    RawData = ByteString.CopyFrom(BitConverter.GetBytes(1L << 40)),
                };
                graph.Initializer.Add(many);
                NodeProto range = new() { Name = "bomb", OpType = "Range" };
                range.Input.AddRange(["many", "many", "many"]);
                range.Output.Add("bomb");
                graph.Node.Add(range);
                break;
        }

        Assert.Contains(Run(model.ToByteArray()), problem => problem.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Fields that the exporter does not write, by their numbers in ONNX's own onnx.proto.</summary>
    [Theory]
    [InlineData("model", 20, "field 20 of a ModelProto")] // training_info
    [InlineData("model", 25, "field 25 of a ModelProto")] // functions
    [InlineData("model", 7, "field 7 of a ModelProto stands twice")] // a second graph, which parsers join to the first
    [InlineData("graph", 15, "field 15 of a GraphProto")] // sparse_initializer
    [InlineData("attribute", 6, "field 6 of a AttributeProto")] // g, a subgraph
    [InlineData("tensor", 4, "field 4 of a TensorProto")] // float_data
    public void Run_FieldThatHirDoesNotWrite_IsRefused(string message, int field, string part)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_model.PathOf(ModelFolder.SamplerDecoderGraphName)));
        byte[] added = [.. Varint((field << 3) | 2), 0];
        byte[] bytes = message switch
        {
            "model" => [.. model.ToByteArray(), .. added],
            "graph" => With(model, g => [.. g, .. added]),
            "attribute" => With(
                model,
                g => [.. g, .. Wrapped(1, [.. Wrapped(4, "Add"u8), .. Wrapped(2, "new"u8), .. Wrapped(5, [.. Wrapped(1, "x"u8), .. added])])]),
            _ => With(model, g => [.. g, .. Wrapped(5, added)]),
        };
        Assert.Contains(Run(bytes), problem => problem.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_AttributeOfAnotherTypeThanItsValue_IsRefused()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_model.PathOf(ModelFolder.SamplerDecoderGraphName)));
        model.Graph.Node.SelectMany(n => n.Attribute).First(a => a.Type == AttributeType.Int).Type = AttributeType.Tensor;
        Assert.Contains(Run(model.ToByteArray()), problem => problem.Contains("the value of another type", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_FileOfOverThirtyTwoMegabytes_IsRefused() =>
        Assert.Contains("at most", Run(new byte[GraphCheck.LongestFile + 1])[0], StringComparison.Ordinal);

    /// <summary>A graph in which one bit of a number changed: it is sound in itself, and the manifest's hash finds it.</summary>
    [Fact]
    public void Check_GraphThatTheManifestDoesNotHash_IsNamed()
    {
        byte[] bytes = File.ReadAllBytes(_model.PathOf(ModelFolder.SamplerEncoderGraphName));
        int at = bytes.AsSpan().IndexOf("epsilon"u8) + 12;
        bytes[at] ^= 1;
        File.WriteAllBytes(_model.PathOf(ModelFolder.SamplerEncoderGraphName), bytes);
        InputException e = Assert.Throws<InputException>(() => GraphFile.Check(_model.PathOf(ModelFolder.SamplerEncoderGraphName)));
        Assert.Contains(_model.PathOf(ModelFolder.SamplerEncoderGraphName), e.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WeightsThatAreALinkOutOfTheFolder_AreRefused()
    {
        File.Move(_model.WeightsPath, _temp.File("elsewhere"));
        File.CreateSymbolicLink(_model.WeightsPath, _temp.File("elsewhere"));
        InputException e = Assert.Throws<InputException>(() => GraphFile.Check(_model.PathOf(ModelFolder.SamplerEncoderGraphName)));
        Assert.Contains("leads out of the folder", e.Message, StringComparison.Ordinal);
    }

    /// <summary>The exporter refuses what is not on the list; this holds that nothing is on it that the exporter does not write.</summary>
    [Fact]
    public void GraphOperators_EachName_IsWrittenBySomeGraphOfTheExporter()
    {
        string folder = Path.Combine(SharedFixtures.Root, "tools", "export");
        string source = string.Concat(new[] { "Architectures", "Quantization" }
            .SelectMany(part => Directory.EnumerateFiles(Path.Combine(folder, part), "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText));
        foreach (string name in GraphOperators.Names.Select(n => n.Split(':')[^1]))
        {
            Assert.True(
                source.Contains($"\"{name}\"", StringComparison.Ordinal) || source.Contains($":{name}\"", StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public void GraphBuilder_OperatorThatIsNotOnTheList_Throws()
    {
        GraphBuilder graph = new("g", new Dictionary<string, Hir.Shared.Weights.SafetensorsEntry>(), "model.safetensors");
        string x = graph.Input("x", ElementType.Float32, 1);
        Assert.Throws<InvalidOperationException>(() => graph.Node("Loop", "y", [x]));
    }

    private IReadOnlyList<string> Run(byte[] bytes) =>
        GraphCheck.Run(bytes, name => new FileInfo(_model.PathOf(name)) is { Exists: true } file ? file.Length : null);

    private static byte[] With(ModelProto model, Func<byte[], byte[]> change)
    {
        byte[] graph = model.Graph.ToByteArray();
        model.Graph = null;
        return [.. model.ToByteArray(), .. Wrapped(7, change(graph))];
    }

    private static byte[] Wrapped(int field, ReadOnlySpan<byte> content) =>
        [.. Varint((field << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Varint(int value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
