using Hir.Export.Onnx;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// Zeros that fill every head to the next multiple of 8: ONNX Runtime's attention takes no other widths. They add nothing to any score. Where heads
/// have such a width already, all of this adds no node.
/// </summary>
internal sealed class HeadPadding
{
    private const int Step = 8;

    private readonly GraphBuilder _graph;
    private readonly DecoderConfig _config;
    private readonly bool _inCache;
    private readonly string _ownHeads = "", _joined = "", _filledHeads = "", _amounts = "", _from = "", _to = "", _axis = "";

    /// <param name="graph">The graph.</param>
    /// <param name="config">The network.</param>
    /// <param name="inCache">Whether the caches that the caller keeps have the filled width; else they have the heads' own.</param>
    public HeadPadding(GraphBuilder graph, DecoderConfig config, bool inCache)
    {
        (_graph, _config, _inCache) = (graph, config, inCache);
        Width = (config.HeadDim + Step - 1) / Step * Step;
        if (!IsNeeded) return;
        _ownHeads = graph.Constant("padding/own_heads", 0, 0, -1, config.HeadDim);
        _joined = graph.Constant("padding/joined", 0, 0, -1);
        _filledHeads = graph.Constant("padding/filled_heads", 0, 0, -1, Width);
        _amounts = graph.Constant("padding/amounts", 0, 0, 0, 0, 0, 0, 0, Width - config.HeadDim);
        _from = graph.Constant("padding/from", 0);
        _to = graph.Constant("padding/to", config.HeadDim);
        _axis = graph.Constant("padding/axis", 3);
    }

    /// <summary>The width that heads are filled to.</summary>
    public int Width { get; }

    /// <summary>The last dimension of the caches that the caller keeps.</summary>
    public int CacheWidth => _inCache ? Width : _config.HeadDim;

    private bool IsNeeded => Width != _config.HeadDim;

    private bool IsNeededByCache => IsNeeded && !_inCache;

    /// <summary>[rows, target, heads * head_dim] to [rows, target, heads * width].</summary>
    public string Fill(string name, string x)
    {
        if (!IsNeeded) return x;
        string heads = _graph.Node("Reshape", name + "/own_heads", [x, _ownHeads]);
        return _graph.Node("Reshape", name + "/filled", [Pad(name + "/filled_heads", heads), _joined]);
    }

    /// <summary>[rows, target, heads * width] to [rows, target, heads, head_dim]; left as it is where nothing was filled.</summary>
    public string Cut(string name, string x) =>
        IsNeeded ? Slice(name + "/cut", _graph.Node("Reshape", name + "/filled_heads", [x, _filledHeads])) : x;

    /// <summary>A cache as the attention reads it.</summary>
    public string Past(string name)
    {
        if (!IsNeededByCache) return name;
        // The reshape changes nothing but what ONNX Runtime knows of the shape. It would take past and present for equally long otherwise, write the
        // one over the other, and fail when they are not.
        return _graph.Node("Reshape", name + "/filled", [Pad(name + "/filled_heads", name), _filledHeads]);
    }

    /// <summary>The name under which the attention writes a cache.</summary>
    public string WrittenName(string present) => IsNeededByCache ? present + "/filled" : present;

    /// <summary>Makes the caller's cache from what the attention wrote.</summary>
    public void Present(string name)
    {
        if (IsNeededByCache) Slice(name, WrittenName(name));
    }

    private string Pad(string name, string x)
    {
        if (_graph.Type != ElementType.BFloat16) return _graph.Node("Pad", name, [x, _amounts]);
        // ONNX Runtime fills up no bfloat16.
        string wide = _graph.Cast(name + "/wide", x, ElementType.Float32);
        return _graph.Cast(name, _graph.Node("Pad", name + "/wide_filled", [wide, _amounts]), _graph.Type);
    }

    private string Slice(string name, string x) => _graph.Node("Slice", name, [x, _from, _to, _axis]);
}
