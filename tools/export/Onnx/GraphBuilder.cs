using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Hir.Export.Architectures;
using Hir.Export.Onnx.Proto;
using Hir.Shared.Onnx;
using Hir.Shared.Weights;

namespace Hir.Export.Onnx;

/// <summary>
/// Puts an ONNX graph together, node after node. A value is its name; a node's first output has the node's name, so that what a profiler shows
/// can be found in the code. Equal calls give equal bytes.
/// </summary>
internal sealed class GraphBuilder
{
    /// <summary>The domain of ONNX Runtime's own operators.</summary>
    public const string Microsoft = GraphOperators.Microsoft;

    private const int IrVersion = 8;
    private const int Opset = 17;

    private readonly GraphProto _graph;
    private readonly IReadOnlyDictionary<string, SafetensorsEntry> _weights;
    private readonly string _weightsFile;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Starts a graph.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="weights">Where each parameter lies in the weights file.</param>
    /// <param name="weightsFile">The weights file's name; it lies in the graph's folder.</param>
    /// <param name="type">The type that the layers compute in.</param>
    /// <param name="linears">How states are multiplied by weights; null for the weights as they are.</param>
    public GraphBuilder(
        string name, IReadOnlyDictionary<string, SafetensorsEntry> weights, string weightsFile, ElementType type = ElementType.Float32,
        ILinearForm? linears = null)
    {
        Type = type;
        Linears = linears ?? new FullLinears();
        _graph = new GraphProto { Name = name };
        _weights = weights;
        _weightsFile = weightsFile;
    }

    /// <summary>The type that the layers compute in: that of hidden states, caches and nearly all weights.</summary>
    public ElementType Type { get; }

    /// <summary>How states are multiplied by weights.</summary>
    public ILinearForm Linears { get; }

    /// <summary>Declares an input. A dimension is a number or a name.</summary>
    public string Input(string name, ElementType type, params object[] shape)
    {
        Claim(name);
        _graph.Input.Add(Describe(name, type, shape));
        return name;
    }

    /// <summary>Declares a value as an output.</summary>
    public void Output(string value, ElementType type, params object[] shape)
    {
        if (!_names.Contains(value)) throw new InvalidOperationException($"Output '{value}' is not a value of the graph.");
        _graph.Output.Add(Describe(value, type, shape));
    }

    /// <summary>A parameter: its data stays in the weights file.</summary>
    public string Weight(string name) => Weight(_weights[name], _weightsFile);

    /// <summary>A tensor of any safetensors file of the graph's folder: its data stays there.</summary>
    public string Weight(SafetensorsEntry entry, string file)
    {
        if (!_names.Add(entry.Name)) return entry.Name;
        TensorProto tensor = new()
        {
            Name = entry.Name,
            DataLocation = TensorProto.Types.DataLocation.External,
            DataType = (TensorProto.Types.DataType)ElementTypes.Of(entry.Dtype),
        };
        tensor.Dims.AddRange(entry.Shape);
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = file });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = entry.Offset.ToString(CultureInfo.InvariantCulture) });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = entry.Length.ToString(CultureInfo.InvariantCulture) });
        _graph.Initializer.Add(tensor);
        return entry.Name;
    }

    /// <summary>The element type of a parameter.</summary>
    public ElementType TypeOf(string weight) => ElementTypes.Of(_weights[weight].Dtype);

    /// <summary>A constant list of whole numbers.</summary>
    public string Constant(string name, params ReadOnlySpan<long> values) =>
        Constant(name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values), values.Length);

    /// <summary>A constant whole number, without dimensions.</summary>
    public string Scalar(string name, long value) =>
        Constant(name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)), null);

    /// <summary>A constant float, without dimensions.</summary>
    public string Scalar(string name, float value) =>
        Constant(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(new ReadOnlySpan<float>(in value)), null);

    /// <summary>A constant list of floats.</summary>
    public string Floats(string name, ReadOnlySpan<float> values) =>
        Constant(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), values.Length);

    /// <summary>A value in another element type.</summary>
    public string Cast(string name, string value, ElementType type) => Node("Cast", name, [value], ("to", (int)type));

    /// <summary>A value of one element type in another; the value itself where both are one.</summary>
    public string As(string name, string value, ElementType from, ElementType to) => from == to ? value : Cast(name, value, to);

    /// <summary>A node with one output.</summary>
    /// <param name="operation">The operator of the standard domain, or of ONNX Runtime's as "com.microsoft:Name".</param>
    /// <param name="name">The node's and the output's name.</param>
    /// <param name="inputs">The inputs; an empty name leaves an optional one out.</param>
    /// <param name="attributes">Names with a long, float or long[].</param>
    public string Node(string operation, string name, string[] inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Nodes(operation, name, inputs, [name], attributes)[0];

    /// <summary>A node with named outputs; an empty name leaves an optional one out.</summary>
    public string[] Nodes(
        string operation, string name, string[] inputs, string[] outputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string domain = "";
        if (operation.StartsWith(Microsoft + ":", StringComparison.Ordinal)) (domain, operation) = (Microsoft, operation[(Microsoft.Length + 1)..]);
        if (!GraphOperators.Contains(domain, operation))
        {
            throw new InvalidOperationException($"Operator {domain}:{operation} is none of {nameof(GraphOperators)}.");
        }

        NodeProto node = new() { Name = name, OpType = operation, Domain = domain };
        foreach (string input in inputs.Where(input => input.Length > 0 && !_names.Contains(input)))
        {
            throw new InvalidOperationException($"Input '{input}' of node '{name}' is not a value of the graph.");
        }

        node.Input.AddRange(inputs);
        foreach (string output in outputs.Where(output => output.Length > 0)) Claim(output);
        node.Output.AddRange(outputs);
        foreach ((string key, object value) in attributes) node.Attribute.Add(Attribute(key, value));
        _graph.Node.Add(node);
        return outputs;
    }

    /// <summary>The finished model file.</summary>
    public byte[] ToBytes()
    {
        ModelProto model = new() { IrVersion = IrVersion, ProducerName = "hir", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Microsoft, Version = 1 });
        return model.ToByteArray();
    }

    private string Constant(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> data, long? length)
    {
        Claim(name);
        TensorProto tensor = new() { Name = name, DataType = type, RawData = ByteString.CopyFrom(data) };
        if (length is { } dimension) tensor.Dims.Add(dimension);
        _graph.Initializer.Add(tensor);
        return name;
    }

    private void Claim(string name)
    {
        if (!_names.Add(name)) throw new InvalidOperationException($"Value '{name}' exists twice in the graph.");
    }

    private static AttributeProto Attribute(string name, object value)
    {
        AttributeProto attribute = new() { Name = name };
        switch (value)
        {
            case int number:
                (attribute.Type, attribute.I) = (AttributeProto.Types.AttributeType.Int, number);
                break;
            case float number:
                (attribute.Type, attribute.F) = (AttributeProto.Types.AttributeType.Float, number);
                break;
            case long[] numbers:
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                attribute.Ints.AddRange(numbers);
                break;
            default:
                throw new InvalidOperationException($"Attribute '{name}' has type {value.GetType()}.");
        }

        return attribute;
    }

    private static ValueInfoProto Describe(string name, ElementType type, object[] shape)
    {
        TensorShapeProto dimensions = new();
        foreach (object dimension in shape)
        {
            dimensions.Dim.Add(dimension is string symbol
                ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(dimension, CultureInfo.InvariantCulture) });
        }

        TypeProto.Types.Tensor tensor = new() { ElemType = (TensorProto.Types.DataType)type, Shape = dimensions };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
