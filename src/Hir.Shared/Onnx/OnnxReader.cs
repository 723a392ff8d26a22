using Hir.Shared.Protobuf;

namespace Hir.Shared.Onnx;

/// <summary>
/// Reads an ONNX model file as far as Hir's exporter writes the format. A field that it does not write (subgraphs, functions, training,
/// sparse or typed data, documentation) is refused, and so is a field that stands twice where one belongs: parsers join such ones.
/// </summary>
internal static class OnnxReader
{
    /// <summary>Parses a model file.</summary>
    /// <exception cref="FormatException">It is no protobuf, or holds more than Hir writes.</exception>
    public static OnnxGraph Read(ReadOnlySpan<byte> file)
    {
        OnnxGraph model = new();
        ProtobufReader reader = new(file);
        Once once = new("ModelProto");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: once.See(1); model.IrVersion = reader.Number; break;
                case 2 or 3: once.See(reader.Field); _ = reader.Text; break; // The producer's name and version.
                case 7: once.See(7); ReadGraph(reader.Bytes, model); break;
                case 8: model.Opsets.Add(ReadOpset(reader.Bytes)); break;
                default: throw once.Unknown(reader.Field);
            }
        }

        return once.Saw(7) ? model : throw new FormatException("it holds no graph");
    }

    private static (string Domain, long Version) ReadOpset(ReadOnlySpan<byte> message)
    {
        string domain = "";
        long version = 0;
        ProtobufReader reader = new(message);
        Once once = new("OperatorSetIdProto");
        while (reader.Next())
        {
            once.See(reader.Field);
            switch (reader.Field)
            {
                case 1: domain = reader.Text; break;
                case 2: version = reader.Number; break;
                default: throw once.Unknown(reader.Field);
            }
        }

        return (domain, version);
    }

    private static void ReadGraph(ReadOnlySpan<byte> message, OnnxGraph graph)
    {
        ProtobufReader reader = new(message);
        Once once = new("GraphProto");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: graph.Nodes.Add(ReadNode(reader.Bytes)); break;
                case 2: once.See(2); _ = reader.Text; break; // The graph's name.
                case 5: graph.Initializers.Add(OnnxTensorReader.Read(reader.Bytes)); break;
                case 11: graph.Inputs.Add(OnnxTensorReader.ReadValue(reader.Bytes)); break;
                case 12: graph.Outputs.Add(OnnxTensorReader.ReadValue(reader.Bytes)); break;
                default: throw once.Unknown(reader.Field);
            }
        }
    }

    private static OnnxNode ReadNode(ReadOnlySpan<byte> message)
    {
        OnnxNode node = new();
        ProtobufReader reader = new(message);
        Once once = new("NodeProto");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: node.Inputs.Add(reader.Text); break;
                case 2: node.Outputs.Add(reader.Text); break;
                case 3: once.See(3); node.Name = reader.Text; break;
                case 4: once.See(4); node.Operator = reader.Text; break;
                case 5: ReadAttribute(reader.Bytes, node); break;
                case 7: once.See(7); node.Domain = reader.Text; break;
                default: throw once.Unknown(reader.Field);
            }
        }

        return node;
    }

    private static void ReadAttribute(ReadOnlySpan<byte> message, OnnxNode node)
    {
        string name = "";
        long type = 0;
        List<long> numbers = [];
        ProtobufReader reader = new(message);
        Once once = new("AttributeProto");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: once.See(1); name = reader.Text; break;
                case 2: once.See(2); _ = reader.Float; break;
                case 3: once.See(3); _ = reader.Number; break;
                case 4: once.See(4); _ = reader.Bytes; break;
                case 5: once.See(5); node.Tensors.Add(OnnxTensorReader.Read(reader.Bytes)); break;
                case 7: once.Seen(7); ReadFloats(reader); break;
                case 8: once.Seen(8); reader.AddNumbers(numbers); break;
                case 9: once.Seen(9); _ = reader.Bytes; break;
                case 20: once.See(20); type = reader.Number; break;
                default: throw once.Unknown(reader.Field);
            }
        }

        // FLOAT, INT, STRING, TENSOR are 1 to 4 and stand in fields 2 to 5; FLOATS, INTS, STRINGS are 6 to 8 in fields 7 to 9.
        if (type is not (>= 1 and <= 4 or >= 6 and <= 8))
        {
            throw new FormatException($"attribute '{name}' has type {type}, which Hir does not write");
        }

        if (once.SawOtherThan(1, 20, (int)type + 1))
        {
            throw new FormatException($"attribute '{name}' of type {type} has the value of another type");
        }

        if (!node.Attributes.Add(name)) throw new FormatException($"attribute '{name}' stands twice in a node");
    }

    private static void ReadFloats(ProtobufReader reader)
    {
        if (reader.Type == WireType.FourBytes) return;
        if (reader.Bytes.Length % sizeof(float) != 0) throw new FormatException("a list of floats ends within one");
    }
}
