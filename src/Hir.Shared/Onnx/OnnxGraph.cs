namespace Hir.Shared.Onnx;

/// <summary>What is checked of an ONNX model file.</summary>
internal sealed class OnnxGraph
{
    /// <summary>The version of the file format.</summary>
    public long IrVersion { get; set; }

    /// <summary>The domains of operators with their versions.</summary>
    public List<(string Domain, long Version)> Opsets { get; } = [];

    /// <summary>The nodes, in the order in which they run.</summary>
    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>The constants, weights among them.</summary>
    public List<OnnxTensor> Initializers { get; } = [];

    /// <summary>What is given to a run.</summary>
    public List<OnnxValue> Inputs { get; } = [];

    /// <summary>What a run gives.</summary>
    public List<OnnxValue> Outputs { get; } = [];
}

/// <summary>A node: an operator's call.</summary>
internal sealed class OnnxNode
{
    public string Name { get; set; } = "";

    public string Operator { get; set; } = "";

    public string Domain { get; set; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    /// <summary>Tensors that are attributes' values.</summary>
    public List<OnnxTensor> Tensors { get; } = [];

    public HashSet<string> Attributes { get; } = new(StringComparer.Ordinal);
}

/// <summary>A constant.</summary>
internal sealed class OnnxTensor
{
    public string Name { get; set; } = "";

    public List<long> Dimensions { get; } = [];

    public long DataType { get; set; }

    /// <summary>Its bytes in the graph's file, or null.</summary>
    public byte[]? Raw { get; set; }

    /// <summary>Where its bytes are elsewhere.</summary>
    public Dictionary<string, string> External { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether they are elsewhere.</summary>
    public bool IsExternal { get; set; }
}

/// <summary>A declared input or output.</summary>
internal sealed class OnnxValue
{
    public string Name { get; set; } = "";

    public long DataType { get; set; }

    /// <summary>The fixed dimensions; those with a name are left out.</summary>
    public List<long> Fixed { get; } = [];

    /// <summary>How many dimensions it has.</summary>
    public int Rank { get; set; }
}
