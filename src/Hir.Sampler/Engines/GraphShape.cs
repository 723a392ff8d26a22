using Hir.Shared;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Engines;

/// <summary>The sizes that an encoder-decoder's graphs fix.</summary>
/// <param name="Layers">Decoder layers.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Width">A head's width.</param>
/// <param name="VocabularySize">The logits' last dimension.</param>
internal sealed record GraphShape(int Layers, int Heads, int Width, int VocabularySize)
{
    /// <summary>Reads them from the graph's inputs and outputs.</summary>
    /// <exception cref="InputException">The graph has other inputs or outputs than this sampler runs.</exception>
    public static GraphShape Of(InferenceSession encoder, InferenceSession decoder, string folder)
    {
        List<string> problems = [];
        string[] encoderInputs = [GraphNames.InputIds, GraphNames.AttentionMask];
        string[] decoderInputs = [GraphNames.InputIds, GraphNames.PastLengths, GraphNames.EncoderMask, GraphNames.SelfInput(0), GraphNames.CrossInput(0)];
        foreach (string name in encoderInputs.Where(n => !encoder.InputMetadata.ContainsKey(n))) problems.Add(Lacks("encoder", name));
        foreach (string name in decoderInputs.Where(n => !decoder.InputMetadata.ContainsKey(n))) problems.Add(Lacks("decoder", name));
        if (!decoder.OutputMetadata.ContainsKey(GraphNames.Logits)) problems.Add(Lacks("decoder", GraphNames.Logits));
        if (problems.Count > 0) throw new InputException(problems);

        int layers = 0;
        while (decoder.InputMetadata.ContainsKey(GraphNames.SelfInput(2 * layers))) layers++;
        int[] cache = decoder.InputMetadata[GraphNames.SelfInput(0)].Dimensions;
        int[] logits = decoder.OutputMetadata[GraphNames.Logits].Dimensions;
        if (cache.Length != 4 || cache[1] < 1 || cache[3] < 1 || logits.Length != 3 || logits[2] < 1)
        {
            throw new InputException(
                $"{folder}: the decoder graph's cache is [{string.Join(", ", cache)}] and its logits [{string.Join(", ", logits)}]; "
                + "[rows, heads, capacity, width] and [rows, target, vocabulary] with fixed heads, width and vocabulary are expected. Export the model folder again.");
        }

        return new GraphShape(layers, cache[1], cache[3], logits[2]);

        string Lacks(string graph, string name) =>
            $"{folder}: the {graph} graph has no \"{name}\"; it was not made by this version of hir export. Export the model folder again.";
    }
}
