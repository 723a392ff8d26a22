using Hir.Shared;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hir.Sampler.Engines;

/// <summary>The sizes that a network's graphs fix.</summary>
/// <param name="Layers">Decoder layers.</param>
/// <param name="Heads">Attention heads of keys and values.</param>
/// <param name="Width">A head's width.</param>
/// <param name="VocabularySize">The logits' last dimension.</param>
/// <param name="CacheType">The element type of the caches: Float, Float16 or BFloat16. Logits are Float whatever it is.</param>
internal sealed record GraphShape(int Layers, int Heads, int Width, int VocabularySize, TensorElementType CacheType)
{
    /// <summary>The bytes of one element of the caches.</summary>
    public int CacheElementSize => CacheType == TensorElementType.Float ? 4 : 2;

    /// <summary>Reads them from the inputs and outputs of an encoder-decoder's graphs.</summary>
    /// <exception cref="InputException">The graph has other inputs or outputs than this sampler runs.</exception>
    public static GraphShape Of(InferenceSession encoder, InferenceSession decoder, string folder)
    {
        string[] encoderInputs = [GraphNames.InputIds, GraphNames.AttentionMask];
        string[] decoderInputs = [GraphNames.InputIds, GraphNames.PastLengths, GraphNames.EncoderMask, GraphNames.SelfInput(0), GraphNames.CrossInput(0)];
        List<string> problems = [.. Lacking(encoder.InputMetadata, "encoder", folder, encoderInputs)];
        problems.AddRange(Lacking(decoder.InputMetadata, "decoder", folder, decoderInputs));
        problems.AddRange(Lacking(decoder.OutputMetadata, "decoder", folder, [GraphNames.Logits]));
        if (problems.Count > 0) throw new InputException(problems);
        return Of(decoder, GraphNames.SelfInput, "[rows, target, vocabulary]", 3, folder);
    }

    /// <summary>Reads them from the inputs and outputs of a decoder-only network's graph.</summary>
    /// <exception cref="InputException">The graph has other inputs or outputs than this sampler runs.</exception>
    public static GraphShape Of(InferenceSession decoder, string folder)
    {
        string[] inputs = [GraphNames.InputIds, GraphNames.PastLengths, GraphNames.OutputPositions, GraphNames.PastInput(0)];
        List<string> problems = [.. Lacking(decoder.InputMetadata, "decoder", folder, inputs)];
        problems.AddRange(Lacking(decoder.OutputMetadata, "decoder", folder, [GraphNames.Logits]));
        if (problems.Count > 0) throw new InputException(problems);
        return Of(decoder, GraphNames.PastInput, "[outputs, vocabulary]", 2, folder);
    }

    private static GraphShape Of(InferenceSession decoder, Func<int, string> cacheInput, string logitsShape, int logitsRank, string folder)
    {
        int layers = 0;
        while (decoder.InputMetadata.ContainsKey(cacheInput(2 * layers))) layers++;
        int[] cache = decoder.InputMetadata[cacheInput(0)].Dimensions;
        int[] logits = decoder.OutputMetadata[GraphNames.Logits].Dimensions;
        if (cache.Length != 4 || cache[1] < 1 || cache[3] < 1 || logits.Length != logitsRank || logits[^1] < 1)
        {
            throw new InputException(
                $"{folder}: the decoder graph's cache is [{string.Join(", ", cache)}] and its logits [{string.Join(", ", logits)}]; "
                + $"[rows, heads, capacity, width] and {logitsShape} with fixed heads, width and vocabulary are expected. Export the model folder again.");
        }

        TensorElementType cacheType = decoder.InputMetadata[cacheInput(0)].ElementDataType;
        TensorElementType logitsType = decoder.OutputMetadata[GraphNames.Logits].ElementDataType;
        if (cacheType is not (TensorElementType.Float or TensorElementType.Float16 or TensorElementType.BFloat16) || logitsType != TensorElementType.Float)
        {
            throw new InputException(
                $"{folder}: the decoder graph's cache has type {cacheType} and its logits {logitsType}; Float, Float16 or BFloat16 and Float are "
                + "expected. Export the model folder again.");
        }

        return new GraphShape(layers, cache[1], cache[3], logits[^1], cacheType);
    }

    private static IEnumerable<string> Lacking(
        IReadOnlyDictionary<string, NodeMetadata> metadata, string graph, string folder, IEnumerable<string> names) =>
        names.Where(name => !metadata.ContainsKey(name)).Select(name =>
            $"{folder}: the {graph} graph has no \"{name}\"; it was not made by this version of hir export. Export the model folder again.");
}
