using Hir.Export.Architectures;
using Hir.Export.Onnx;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Quantization;

/// <summary>Writes a variant's graphs and weights into a folder whose model.safetensors is written.</summary>
internal sealed class VariantWriter
{
    private readonly ModelConfig _config;
    private readonly IReadOnlyDictionary<string, SafetensorsEntry> _full;
    private readonly QuantizationScheme _scheme;
    private readonly List<QuantizedWeight> _weights;
    private readonly List<SafetensorsDeclaration> _declarations;

    /// <param name="config">The network.</param>
    /// <param name="full">Where its weights lie in model.safetensors.</param>
    /// <param name="scheme">How the variant stores them.</param>
    public VariantWriter(ModelConfig config, IReadOnlyDictionary<string, SafetensorsEntry> full, QuantizationScheme scheme)
    {
        (_config, _full, _scheme) = (config, full, scheme);
        // What the full graphs multiply by is what is quantized: norms, biases and what is only looked up stay in model.safetensors.
        FullLinears linears = new();
        _ = ModelGraphs.OfSampler(config, full, ElementType.Float32, linears).ToList();
        _weights = [.. linears.Weights.Select(name => new QuantizedWeight(name, full[name].Shape[0], (int)full[name].Shape[1], scheme))];
        // Zero points have any number of bytes and come last, so that the scales, after codes of 16 or 32 bytes a block, lie at multiples of 4.
        _declarations =
        [
            .. _weights.SelectMany(w => new[] { w.Codes, w.Scales }),
            .. _weights.Select(w => w.ZeroPoints),
        ];
    }

    /// <summary>The variant's name.</summary>
    public string Name => _scheme.Name;

    /// <summary>The bytes of its weights.</summary>
    public long Bytes => _declarations.Sum(d => d.Length);

    /// <summary>Writes its files.</summary>
    public ModelVariant Write(AtomicFolder folder)
    {
        string file = ModelVariant.FileName(ModelFolder.WeightsName, Name);
        Dictionary<string, SafetensorsEntry> entries = WriteWeights(folder, file);
        QuantizedLinears linears = new(_weights.ToDictionary(w => w.Name, StringComparer.Ordinal), entries, file);
        List<string> graphs = [];
        foreach ((string name, byte[] bytes) in ModelGraphs.OfSampler(_config, _full, ElementType.Float32, linears))
        {
            graphs.Add(ModelVariant.FileName(name, Name));
            folder.WriteFile(graphs[^1], bytes);
        }

        return new ModelVariant(Name, graphs, file);
    }

    private Dictionary<string, SafetensorsEntry> WriteWeights(AtomicFolder folder, string name)
    {
        using SafetensorsFile source = SafetensorsFile.Open(Path.Combine(folder.WorkingPath, ModelFolder.WeightsName));
        using HashedFileStream file = folder.CreateFile(name);
        SafetensorsWriter writer = new(file, _declarations);
        List<byte[]> zeroPoints = [];
        foreach (QuantizedWeight weight in _weights) zeroPoints.Add(weight.Write(new CheckpointTensor(source, source.Tensors[weight.Name]), writer));
        foreach ((QuantizedWeight weight, byte[] bytes) in _weights.Zip(zeroPoints)) writer.Write(weight.ZeroPoints.Name, bytes);
        writer.Complete();
        return writer.Tensors.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }
}
