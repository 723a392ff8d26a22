using System.Globalization;
using Google.Protobuf;
using Hir.Export.Onnx.Proto;
using Hir.Shared.Onnx;
using Hir.Testing.Fuzz;

namespace Hir.Sampler.Tests.Fuzz;

/// <summary>Changes of a graph that leave it a graph: most of them pass the check, and native code sees them.</summary>
internal static class GraphMutations
{
    private static readonly string[] Operators = [.. GraphOperators.Names];
    private static readonly long[] Numbers =
        [0, 1, -1, 2, 3, 4, 7, 8, 16, 100, -2, -8, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1 << 20];

    public static IReadOnlyList<Mutation> All { get; } =
    [
        Of(SetOperator), Of(ExchangeInput), Of(ExchangeInput), Of(DropInput), Of(AddInput), Of(SetAttribute), Of(SetAttribute),
        Of(DropAttribute),
        Of(SetConstant), Of(SetConstant), Of(SetShape), Of(SetInputShape), Of(SetExternal), Of(DropNode), Of(SetOutput), Of(SetInputType),
        Of(SetOpset),
    ];

    private static Mutation Of(Action<Random, ModelProto> change) => (random, input, other) =>
    {
        try
        {
            ModelProto model = ModelProto.Parser.ParseFrom(input);
            change(random, model);
            return model.ToByteArray();
        }
        catch (Exception e) when (
            e is InvalidProtocolBufferException or ArgumentOutOfRangeException or NullReferenceException or IndexOutOfRangeException)
        {
            // Another mutation was here, or there is nothing to change. Google.Protobuf runs over the end of some broken numbers.
            return input;
        }
    };

    private static T Any<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private static NodeProto Node(Random random, ModelProto model) => Any(random, model.Graph.Node);

    private static string Value(Random random, ModelProto model) => random.Next(3) switch
    {
        0 => Any(random, model.Graph.Initializer).Name,
        1 => Any(random, model.Graph.Input).Name,
        _ => Any(random, Node(random, model).Output),
    };

    private static void SetOperator(Random random, ModelProto model)
    {
        string[] parts = Any(random, Operators).Split(':');
        NodeProto node = Node(random, model);
        (node.Domain, node.OpType) = parts.Length == 2 ? (parts[0], parts[1]) : ("", parts[0]);
    }

    private static void ExchangeInput(Random random, ModelProto model)
    {
        NodeProto node = Node(random, model);
        node.Input[random.Next(node.Input.Count)] = Value(random, model);
    }

    private static void DropInput(Random random, ModelProto model)
    {
        NodeProto node = Node(random, model);
        int at = random.Next(node.Input.Count);
        if (random.Next(2) == 0) node.Input[at] = "";
        else node.Input.RemoveAt(at);
    }

    private static void AddInput(Random random, ModelProto model)
    {
        NodeProto node = Node(random, model);
        for (int i = random.Next(1, 6); i > 0; i--) node.Input.Add(Value(random, model));
    }

    private static void SetAttribute(Random random, ModelProto model)
    {
        NodeProto[] nodes = [.. model.Graph.Node.Where(n => n.Attribute.Count > 0)];
        AttributeProto attribute = Any(random, Any(random, nodes).Attribute);
        switch (attribute.Type)
        {
            case AttributeProto.Types.AttributeType.Int: attribute.I = Any(random, Numbers); break;
            case AttributeProto.Types.AttributeType.Float: attribute.F = Any(random, [0f, -1f, float.NaN, float.MaxValue, 1e-30f]); break;
            case AttributeProto.Types.AttributeType.Ints when random.Next(3) == 0: attribute.Ints.Add(Any(random, Numbers)); break;
            case AttributeProto.Types.AttributeType.Ints when random.Next(3) == 0: attribute.Ints.RemoveAt(
                random.Next(attribute.Ints.Count)); break;
            case AttributeProto.Types.AttributeType.Ints: attribute.Ints[random.Next(attribute.Ints.Count)] = Any(random, Numbers); break;
        }
    }

    private static void DropAttribute(Random random, ModelProto model)
    {
        NodeProto[] nodes = [.. model.Graph.Node.Where(n => n.Attribute.Count > 0)];
        NodeProto node = Any(random, nodes);
        AttributeProto attribute = Any(random, node.Attribute);
        if (random.Next(2) == 0) node.Attribute.Remove(attribute);
        else Node(random, model).Attribute.Add(attribute.Clone());
    }

    private static void SetConstant(Random random, ModelProto model)
    {
        TensorProto[] inline = [.. model.Graph.Initializer.Where(t => t.RawData.Length >= 8)];
        TensorProto tensor = Any(random, inline);
        byte[] data = tensor.RawData.ToByteArray();
        BitConverter.TryWriteBytes(data.AsSpan(random.Next(data.Length / 8) * 8), Any(random, Numbers));
        tensor.RawData = ByteString.CopyFrom(data);
    }

    private static void SetShape(Random random, ModelProto model)
    {
        TensorProto tensor = Any(random, model.Graph.Initializer);
        int change = random.Next(4);
        if (change == 0) tensor.Dims.Add(1);
        else if (change == 1) tensor.Dims.Clear();
        else if (change == 2 && tensor.Dims.Count > 1) (tensor.Dims[0], tensor.Dims[1]) = (tensor.Dims[1], tensor.Dims[0]);
        else tensor.DataType = Any(random, Enum.GetValues<TensorProto.Types.DataType>());
    }

    private static void SetInputShape(Random random, ModelProto model)
    {
        TensorShapeProto shape = Any(random, random.Next(4) == 0 ? model.Graph.Output : model.Graph.Input).Type.TensorType.Shape;
        if (random.Next(4) == 0) shape.Dim.RemoveAt(random.Next(shape.Dim.Count));
        else if (random.Next(4) == 0) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = Any(random, Numbers) });
        else Any(random, shape.Dim).DimValue = Math.Abs(Math.Max(Any(random, Numbers), -100));
    }

    private static void SetInputType(Random random, ModelProto model) =>
        Any(random, model.Graph.Input).Type.TensorType.ElemType = Any(random, Enum.GetValues<TensorProto.Types.DataType>());

    /// <summary>Other bytes of the weights file, or another shape of as many elements.</summary>
    private static void SetExternal(Random random, ModelProto model)
    {
        TensorProto[] external = [.. model.Graph.Initializer.Where(t => t.ExternalData.Count > 0)];
        TensorProto tensor = Any(random, external);
        TensorProto from = Any(random, external);
        if (random.Next(3) == 0) Any(random, tensor.ExternalData).Value = Any(random, Numbers).ToString(CultureInfo.InvariantCulture);
        else if (random.Next(2) == 0)
        {
            (tensor.ExternalData[1].Value, tensor.ExternalData[2].Value) = (from.ExternalData[1].Value, from.ExternalData[2].Value);
        }
        else
        {
            tensor.Dims.Clear();
            tensor.Dims.AddRange(from.Dims);
            tensor.ExternalData.Clear();
            tensor.ExternalData.AddRange(from.ExternalData.Select(e => e.Clone()));
        }
    }

    private static void DropNode(Random random, ModelProto model)
    {
        NodeProto node = Node(random, model);
        model.Graph.Node.Remove(node);
        string by = Value(random, model);
        // Whoever used its values uses another one.
        foreach (NodeProto user in model.Graph.Node)
        {
            for (int i = 0; i < user.Input.Count; i++)
            {
                if (node.Output.Contains(user.Input[i])) user.Input[i] = by;
            }
        }
    }

    private static void SetOutput(Random random, ModelProto model)
    {
        if (random.Next(2) == 0) Any(random, model.Graph.Output).Name = Value(random, model);
        else Node(random, model).Output.Add("extra" + random.Next(1000));
    }

    private static void SetOpset(Random random, ModelProto model) => Any(random, model.OpsetImport).Version = random.Next(0, 32);
}
