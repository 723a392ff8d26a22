using System.Buffers.Binary;

namespace Hir.Shared.Onnx;

/// <summary>
/// Checks a graph that came from elsewhere before native code is given it: that it is made of what Hir's exporter writes and nothing else,
/// that every value is there before it is used, and that every constant has the bytes that its shape needs, in the graph or in a file of
/// its folder.
/// </summary>
public sealed class GraphCheck
{
    /// <summary>The most bytes of a graph: a thousand layers take some megabytes, since weights lie elsewhere.</summary>
    public const int LongestFile = 32 << 20;

    // A thousand layers of a hundred nodes.
    private const int MostNodes = 100_000;
    private const int MostProblems = 20;

    // A node's constants are computed when the graph is opened: what grows must not grow far there.
    private const long MostElements = 1 << 24;
    private static readonly HashSet<string> Growing =
        new(StringComparer.Ordinal) { "Range", "Expand", "ConstantOfShape", "Tile", "Pad", "Resize", "OneHot" };

    private readonly OnnxGraph _graph;
    private readonly Func<string, long?> _lengthOf;
    private readonly List<string> _problems = [];

    private GraphCheck(OnnxGraph graph, Func<string, long?> lengthOf) => (_graph, _lengthOf) = (graph, lengthOf);

    /// <summary>Checks a model file's bytes.</summary>
    /// <param name="file">The content.</param>
    /// <param name="lengthOf">The length of a file of the graph's folder by its plain name; null where there is no such file.</param>
    /// <returns>What is wrong, a part of a sentence each; empty for a sound graph.</returns>
    public static IReadOnlyList<string> Run(ReadOnlySpan<byte> file, Func<string, long?> lengthOf)
    {
        if (file.Length > LongestFile) return [$"it has {file.Length} bytes; a graph has at most {LongestFile}"];
        OnnxGraph graph;
        try
        {
            graph = OnnxReader.Read(file);
        }
        catch (FormatException e)
        {
            return [e.Message];
        }

        GraphCheck check = new(graph, lengthOf);
        check.CheckAll();
        return check._problems;
    }

    private void CheckAll()
    {
        if (_graph.IrVersion is < 3 or > 13) Problem($"ir_version is {_graph.IrVersion}; 3 to 13 are read");
        foreach ((string domain, long version) in _graph.Opsets)
        {
            if (domain is not ("" or GraphOperators.Microsoft)) Problem($"it imports operators of '{domain}'");
            if (version is < 1 or > 30) Problem($"it imports version {version} of the operators of '{domain}'");
        }

        if (_graph.Opsets.DistinctBy(o => o.Domain).Count() < _graph.Opsets.Count || _graph.Opsets.Count == 0)
        {
            Problem("it imports no operators, or a set of them twice");
        }

        if (_graph.Nodes.Count is 0 or > MostNodes) Problem($"it has {_graph.Nodes.Count} nodes; 1 to {MostNodes} are run");
        if (_graph.Outputs.Count == 0) Problem("it has no outputs");
        if (_problems.Count > 0) return;

        HashSet<string> values = new(StringComparer.Ordinal);
        Dictionary<string, OnnxTensor?> constants = new(StringComparer.Ordinal);
        foreach (OnnxValue input in _graph.Inputs)
        {
            CheckValue(input);
            Claim(values, input.Name);
        }

        foreach (OnnxTensor tensor in _graph.Initializers)
        {
            CheckTensor(tensor);
            Claim(values, tensor.Name);
            constants.TryAdd(tensor.Name, tensor);
        }

        foreach (OnnxNode node in _graph.Nodes)
        {
            CheckNode(node, values, constants);
            if (_problems.Count >= MostProblems) return;
        }

        HashSet<string> outputs = new(StringComparer.Ordinal);
        foreach (OnnxValue output in _graph.Outputs)
        {
            CheckValue(output);
            if (!values.Contains(output.Name)) Problem($"output '{output.Name}' is not computed");
            if (!outputs.Add(output.Name)) Problem($"output '{output.Name}' stands twice");
        }
    }

    private void CheckNode(OnnxNode node, HashSet<string> values, Dictionary<string, OnnxTensor?> constants)
    {
        if (!GraphOperators.Contains(node.Domain, node.Operator))
        {
            string name = node.Domain.Length == 0 ? node.Operator : $"{node.Domain}:{node.Operator}";
            Problem(
                $"node '{node.Name}' is a {name}; this version of Hir runs {GraphOperators.Names.Count} operators, "
                + "and that is none of them");
        }

        if (node.Outputs.All(o => o.Length == 0)) Problem($"node '{node.Name}' has no output");
        foreach (OnnxTensor tensor in node.Tensors)
        {
            if (tensor.IsExternal) Problem($"an attribute of node '{node.Name}' points outside the graph");
            CheckTensor(tensor);
        }

        // Nodes stand in the order in which they run, so a value that is not there yet is undeclared or in a circle.
        foreach (string input in node.Inputs.Where(i => i.Length > 0 && !values.Contains(i)))
        {
            Problem($"node '{node.Name}' uses '{input}' before it is there");
        }

        bool isConstant = node.Inputs.All(i => i.Length == 0 || constants.ContainsKey(i));
        if (isConstant && Growing.Contains(node.Operator) && node.Inputs.Any(i => i.Length > 0 && ElementsBy(constants[i]) > MostElements))
        {
            Problem($"node '{node.Name}' makes a constant of an unknown or great size");
        }

        foreach (string output in node.Outputs.Where(o => o.Length > 0))
        {
            Claim(values, output);
            if (isConstant) constants.TryAdd(output, null);
        }
    }

    /// <summary>The product of a constant's numbers: how far a shape or a count may grow. What a node computes is not known here.</summary>
    private static long ElementsBy(OnnxTensor? constant)
    {
        if (constant is null || constant.IsExternal || constant.Raw is null || constant.DataType != 7) return long.MaxValue;
        long product = 1;
        for (int at = 0; at + sizeof(long) <= constant.Raw.Length; at += sizeof(long))
        {
            long number = BinaryPrimitives.ReadInt64LittleEndian(constant.Raw.AsSpan(at));
            if (number is < -MostElements or > MostElements) return long.MaxValue;
            product *= Math.Max(1, Math.Abs(number));
            if (product > MostElements) return product;
        }

        return product;
    }

    private void CheckValue(OnnxValue value)
    {
        if (SizeOf(value.DataType) is null) Problem($"'{value.Name}' has element type {value.DataType}, which is not supported");
        if (value.Fixed.Any(d => d is < 0 or > int.MaxValue)) Problem($"'{value.Name}' has a dimension outside 0 to {int.MaxValue}");
    }

    private void CheckTensor(OnnxTensor tensor)
    {
        if (SizeOf(tensor.DataType) is not { } size)
        {
            Problem($"tensor '{tensor.Name}' has element type {tensor.DataType}, which is not supported");
            return;
        }

        UInt128 bytes = (UInt128)size;
        foreach (long dimension in tensor.Dimensions)
        {
            if (dimension is < 0 or > int.MaxValue || bytes > long.MaxValue)
            {
                Problem($"tensor '{tensor.Name}' has the shape [{string.Join(", ", tensor.Dimensions)}]");
                return;
            }

            bytes *= (UInt128)dimension;
        }

        if (tensor.IsExternal) CheckExternal(tensor, bytes);
        else if (tensor.External.Count > 0) Problem($"tensor '{tensor.Name}' lies in the graph and elsewhere at once");
        else if (bytes != (UInt128)(tensor.Raw?.Length ?? 0))
        {
            Problem($"tensor '{tensor.Name}' has {tensor.Raw?.Length ?? 0} bytes; its shape needs {bytes}");
        }
    }

    private void CheckExternal(OnnxTensor tensor, UInt128 bytes)
    {
        if (tensor.Raw is not null) Problem($"tensor '{tensor.Name}' lies in the graph and elsewhere at once");
        string? location = tensor.External.GetValueOrDefault("location");
        if (tensor.External.Keys.Except(["location", "offset", "length"]).FirstOrDefault() is { } other)
        {
            Problem($"external data of tensor '{tensor.Name}' has a '{other}'");
        }

        if (string.IsNullOrEmpty(location) || location is "." or ".." || location.AsSpan().ContainsAny('/', '\\', '\0'))
        {
            Problem($"tensor '{tensor.Name}' lies in '{location}', which is not the name of a file of the folder");
            return;
        }

        if (!TryCount(tensor, "offset", out long offset) || !TryCount(tensor, "length", out long length))
        {
            Problem($"external data of tensor '{tensor.Name}' has no proper offset and length");
            return;
        }

        if ((UInt128)length != bytes) Problem($"tensor '{tensor.Name}' has {length} bytes in {location}; its shape needs {bytes}");
        if (_lengthOf(location) is not { } fileLength) Problem($"tensor '{tensor.Name}' lies in {location}, which is missing");
        else if (offset > fileLength || length > fileLength - offset)
        {
            Problem($"tensor '{tensor.Name}' ends beyond the {fileLength} bytes of {location}");
        }
    }

    // Digits alone: parsers differ in what else they take for a number.
    private static bool TryCount(OnnxTensor tensor, string key, out long count)
    {
        count = -1;
        return tensor.External.GetValueOrDefault(key) is { Length: > 0 and < 19 } text && text.All(char.IsAsciiDigit)
            && long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out count);
    }

    private void Claim(HashSet<string> values, string name)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal)) Problem("a value has no proper name");
        else if (!values.Add(name)) Problem($"value '{name}' is made twice");
    }

    // FLOAT, UINT8, INT32, INT64, BOOL, FLOAT16, BFLOAT16.
    private static int? SizeOf(long dataType) => dataType switch { 1 or 6 => 4, 7 => 8, 2 or 9 => 1, 10 or 16 => 2, _ => null };

    private void Problem(string problem)
    {
        if (_problems.Count < MostProblems) _problems.Add(problem);
    }
}
