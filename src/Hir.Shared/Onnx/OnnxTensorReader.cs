using Hir.Shared.Protobuf;

namespace Hir.Shared.Onnx;

/// <summary>Reads tensors and the declarations of inputs and outputs.</summary>
internal static class OnnxTensorReader
{
    private const int MostDimensions = 8;

    public static OnnxTensor Read(ReadOnlySpan<byte> message)
    {
        OnnxTensor tensor = new();
        ProtobufReader reader = new(message);
        Once once = new("TensorProto");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: reader.AddNumbers(tensor.Dimensions); break;
                case 2: once.See(2); tensor.DataType = reader.Number; break;
                case 8: once.See(8); tensor.Name = reader.Text; break;
                case 9: once.See(9); tensor.Raw = reader.Bytes.ToArray(); break;
                case 13: ReadExternal(reader.Bytes, tensor); break;
                case 14: once.See(14); tensor.IsExternal = IsExternal(reader.Number); break;
                default: throw once.Unknown(reader.Field);
            }
        }

        if (tensor.Dimensions.Count > MostDimensions)
        {
            throw new FormatException($"tensor '{tensor.Name}' has {tensor.Dimensions.Count} dimensions");
        }

        return tensor;
    }

    public static OnnxValue ReadValue(ReadOnlySpan<byte> message)
    {
        OnnxValue value = new();
        ProtobufReader reader = new(message);
        Once once = new("ValueInfoProto");
        while (reader.Next())
        {
            once.See(reader.Field);
            switch (reader.Field)
            {
                case 1: value.Name = reader.Text; break;
                case 2: ReadType(reader.Bytes, value); break;
                default: throw once.Unknown(reader.Field);
            }
        }

        if (value.DataType == 0) throw new FormatException($"'{value.Name}' is not declared as a tensor");
        return value;
    }

    private static bool IsExternal(long location) => location switch
    {
        0 => false,
        1 => true,
        _ => throw new FormatException($"a tensor has data_location {location}"),
    };

    private static void ReadExternal(ReadOnlySpan<byte> message, OnnxTensor tensor)
    {
        string key = "";
        string value = "";
        ProtobufReader reader = new(message);
        Once once = new("StringStringEntryProto");
        while (reader.Next())
        {
            once.See(reader.Field);
            switch (reader.Field)
            {
                case 1: key = reader.Text; break;
                case 2: value = reader.Text; break;
                default: throw once.Unknown(reader.Field);
            }
        }

        if (!tensor.External.TryAdd(key, value)) throw new FormatException($"external data of tensor '{tensor.Name}' has two '{key}'");
    }

    private static void ReadType(ReadOnlySpan<byte> message, OnnxValue value)
    {
        ProtobufReader reader = new(message);
        Once once = new("TypeProto");
        while (reader.Next())
        {
            once.See(reader.Field);
            if (reader.Field != 1) throw once.Unknown(reader.Field);
            ProtobufReader tensor = new(reader.Bytes);
            Once inner = new("TypeProto.Tensor");
            while (tensor.Next())
            {
                inner.See(tensor.Field);
                switch (tensor.Field)
                {
                    case 1: value.DataType = tensor.Number; break;
                    case 2: ReadShape(tensor.Bytes, value); break;
                    default: throw inner.Unknown(tensor.Field);
                }
            }
        }
    }

    private static void ReadShape(ReadOnlySpan<byte> message, OnnxValue value)
    {
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field != 1) throw new Once("TensorShapeProto").Unknown(reader.Field);
            if (++value.Rank > MostDimensions) throw new FormatException($"'{value.Name}' has over {MostDimensions} dimensions");
            ProtobufReader dimension = new(reader.Bytes);
            Once once = new("TensorShapeProto.Dimension");
            while (dimension.Next())
            {
                once.See(dimension.Field);
                switch (dimension.Field)
                {
                    case 1: value.Fixed.Add(dimension.Number); break;
                    case 2: _ = dimension.Text; break;
                    default: throw once.Unknown(dimension.Field);
                }
            }

            if (once.Saw(1) && once.Saw(2)) throw new FormatException($"a dimension of '{value.Name}' is a number and a name at once");
        }
    }
}
