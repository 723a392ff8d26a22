using System.Diagnostics;
using Hir.Export.Architectures;
using Hir.Export.GenAi;
using Hir.Export.Onnx;
using Hir.Export.Quantization;
using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export;

/// <summary>
/// Writes a model folder: configuration and tokenizer as they are, the weights once, graphs that point into the weights file, the manifest last.
/// The folder appears as a whole. Equal weights, configuration and version give equal bytes.
/// </summary>
public static class ModelPublisher
{
    /// <summary>Room for graphs and manifest.</summary>
    private const long Overhead = 2 << 20;

    /// <summary>Files of a checkpoint that go along unchanged where they exist.</summary>
    private static readonly string[] Companions =
    [
        ModelFolder.GenerationConfigName, "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        "spiece.model", "tokenizer.model", "vocab.json", "merges.txt", "chat_template.jinja",
    ];

    /// <summary>Writes and publishes a folder. Where it has the graphs of the folder that it comes from, it has its verification too.</summary>
    /// <param name="request">What to write and where.</param>
    /// <returns>The published folder.</returns>
    /// <exception cref="InputException">The destination exists, the source's configuration is not supported, or a weight is too large for the element type.</exception>
    /// <exception cref="IOException">The disk has not enough room, or writing failed; nothing is left behind.</exception>
    /// <exception cref="InvalidOperationException">The weights are not those that the configuration asks for.</exception>
    public static ModelFolder Publish(PublishRequest request)
    {
        using ModelDraft draft = Prepare(request, out bool hasSourcesGraphs);
        return draft.Publish(hasSourcesGraphs ? ModelFolder.Open(request.SourceFolder).Manifest?.Verification : null);
    }

    /// <summary>Writes everything but the manifest, so that the folder can be tried before it is published.</summary>
    /// <inheritdoc cref="Publish"/>
    public static ModelDraft Prepare(PublishRequest request) => Prepare(request, out _);

    private static ModelDraft Prepare(PublishRequest request, out bool hasSourcesGraphs)
    {
        string configPath = Path.Combine(request.SourceFolder, ModelFolder.ConfigName);
        ModelConfig config = ModelConfig.Load(request.SourceFolder);
        List<WeightSource> sources = InOrder(config, request.Weights);
        List<SafetensorsDeclaration> declarations =
            [.. sources.Select(s => new SafetensorsDeclaration(s.Name, config.StoredType(s.Name, request.Dtype), s.Shape))];
        Dictionary<string, SafetensorsEntry> planned = SafetensorsWriter.Plan(declarations).ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        List<VariantWriter> variants = [.. request.Variants.Select(name => new VariantWriter(config, planned, QuantizationScheme.Of(name)))];
        string[] companions = [.. Companions.Where(name => File.Exists(Path.Combine(request.SourceFolder, name)))];
        long bytesNeeded = Overhead + declarations.Sum(d => d.Length) + variants.Sum(v => Overhead + v.Bytes)
            + companions.Append(ModelFolder.ConfigName).Sum(name => new FileInfo(Path.Combine(request.SourceFolder, name)).Length);

        AtomicFolder folder = AtomicFolder.Create(request.Destination, bytesNeeded);
        try
        {
            folder.WriteFile(ModelFolder.ConfigName, ConfigDtype.Set(File.ReadAllBytes(configPath), request.Dtype.ModelName()));
            foreach (string name in companions) folder.CopyFile(Path.Combine(request.SourceFolder, name), name);
            Dictionary<string, SafetensorsEntry> weights = WriteWeights(folder, sources, declarations);
            if (GenAi(config, request.SourceFolder) is { } genAi) folder.WriteFile(GenAiConfig.FileName, genAi.ToBytes());
            List<FileDigest> graphs = [.. ModelGraphs.Of(config, weights, ElementTypes.Of(request.Dtype)).Select(graph => folder.WriteFile(graph.Name, graph.Bytes))];
            ModelVariant[] written = [.. variants.Select(v => Write(v, folder, request))];
            ModelManifest manifest = new()
            {
                ModelVersion = request.ModelVersion,
                ParentVersion = request.ParentVersion,
                Architecture = config.ModelType,
                Dtype = request.Dtype.ModelName(),
                Variants = written.Length > 0 ? written : null,
                Files = [.. folder.Files.OrderBy(file => file.Name, StringComparer.Ordinal)],
            };
            hasSourcesGraphs = ModelFolder.Open(request.SourceFolder).Manifest is { } source && graphs.All(source.Files.Contains);
            return new ModelDraft(folder, manifest);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What ONNX Runtime GenAI is told; null for networks that it does not run, and where no end token is named: such a folder can be trained and
    /// scored with, and who generates is told what is missing.
    /// </summary>
    private static GenAiConfig? GenAi(ModelConfig config, string folder)
    {
        if (config is not DecoderConfig decoder) return null;
        try
        {
            return GenAiConfig.Of(decoder, GenerationTokens.Load(folder));
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static ModelVariant Write(VariantWriter variant, AtomicFolder folder, PublishRequest request)
    {
        int files = folder.Files.Count;
        long start = Stopwatch.GetTimestamp();
        ModelVariant written = variant.Write(folder);
        request.OnVariant?.Invoke(
            new VariantWritten(written.Name, folder.Files.Skip(files).Sum(f => f.Bytes), Stopwatch.GetElapsedTime(start).TotalSeconds));
        return written;
    }

    private static List<WeightSource> InOrder(ModelConfig config, IReadOnlyList<WeightSource> weights)
    {
        Dictionary<string, WeightSource> byName = weights.ToDictionary(w => w.Name, StringComparer.Ordinal);
        List<WeightSource> ordered = [];
        foreach ((string name, long[] shape) in config.Parameters)
        {
            if (!byName.Remove(name, out WeightSource? source)) throw new InvalidOperationException($"Weight '{name}' is not given.");
            if (!source.Shape.SequenceEqual(shape))
            {
                throw new InvalidOperationException(
                    $"Weight '{name}' has shape [{string.Join(", ", source.Shape)}], and [{string.Join(", ", shape)}] is needed.");
            }

            ordered.Add(source);
        }

        if (byName.Count > 0) throw new InvalidOperationException($"Weight '{byName.Keys.First()}' is none of the model's.");
        return ordered;
    }

    private static Dictionary<string, SafetensorsEntry> WriteWeights(
        AtomicFolder folder, List<WeightSource> sources, List<SafetensorsDeclaration> declarations)
    {
        using HashedFileStream file = folder.CreateFile(ModelFolder.WeightsName);
        SafetensorsWriter writer = new(file, declarations);
        foreach ((WeightSource source, SafetensorsDeclaration stored) in sources.Zip(declarations))
        {
            source.Give(new WeightConversion(source.Name, source.Dtype, stored.Dtype, elements => writer.Write(source.Name, elements)).Give);
        }

        writer.Complete();
        return writer.Tensors.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }
}
