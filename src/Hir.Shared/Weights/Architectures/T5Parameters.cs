namespace Hir.Shared.Weights.Architectures;

/// <summary>The names and shapes of a T5's parameters, and how a weights file is checked against them.</summary>
internal static class T5Parameters
{
    private const string Embedding = "shared.weight";
    private const string Head = "lm_head.weight";

    /// <summary>Copies of the embedding that checkpoints may also hold; some converters keep one of them alone.</summary>
    private static readonly string[] EmbeddingCopies = ["encoder.embed_tokens.weight", "decoder.embed_tokens.weight"];

    /// <summary>In the first published T5 checkpoints, used by nothing.</summary>
    private const string UnusedBias = "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight";

    public static List<(string Name, long[] Shape)> Of(T5Config config)
    {
        List<(string, long[])> list = [(Embedding, [config.VocabSize, config.DModel])];
        for (int i = 0; i < config.NumLayers; i++)
        {
            AddAttention(list, config, $"encoder.block.{i}.layer.0", "SelfAttention", withBias: i == 0);
            AddFeedForward(list, config, $"encoder.block.{i}.layer.1");
        }

        list.Add(("encoder.final_layer_norm.weight", [config.DModel]));
        for (int i = 0; i < config.NumDecoderLayers; i++)
        {
            AddAttention(list, config, $"decoder.block.{i}.layer.0", "SelfAttention", withBias: i == 0);
            AddAttention(list, config, $"decoder.block.{i}.layer.1", "EncDecAttention", withBias: false);
            AddFeedForward(list, config, $"decoder.block.{i}.layer.2");
        }

        list.Add(("decoder.final_layer_norm.weight", [config.DModel]));
        if (!config.TieWordEmbeddings) list.Add((Head, [config.VocabSize, config.DModel]));
        return list;
    }

    public static Dictionary<string, SafetensorsEntry> Check(T5Config config, SafetensorsFile weights)
    {
        List<string> problems = [];
        Dictionary<string, SafetensorsEntry> found = new(StringComparer.Ordinal);
        foreach ((string name, long[] shape) in config.Parameters)
        {
            SafetensorsEntry? entry = weights.Tensors.GetValueOrDefault(name);
            if (entry is null && name == Embedding)
            {
                entry = EmbeddingCopies.Select(weights.Tensors.GetValueOrDefault).FirstOrDefault(copy => copy is not null);
            }

            if (entry is null)
            {
                problems.Add($"{weights.Path}: tensor '{name}' of shape {SafetensorsEntry.Describe(shape)} is missing. "
                    + "The weights do not go with config.json.");
                continue;
            }

            found.Add(name, entry);
            if (!entry.Shape.AsSpan().SequenceEqual(shape))
            {
                problems.Add($"{weights.Path}: tensor '{name}' has shape {entry.ShapeText}, and config.json asks for "
                    + $"{SafetensorsEntry.Describe(shape)}. The weights do not go with config.json.");
            }

            if (!entry.Dtype.IsConvertibleFloat())
            {
                problems.Add($"{weights.Path}: tensor '{name}' has type {entry.Dtype}; F32, F16 and BF16 are supported.");
            }
        }

        HashSet<string> known = [.. config.Parameters.Select(p => p.Name), .. EmbeddingCopies, UnusedBias];
        // With tied embeddings a copy of the head is as superfluous as those of the embedding.
        known.Add(Head);
        problems.AddRange(weights.Ordered.Where(entry => !known.Contains(entry.Name)).Select(entry =>
            $"{weights.Path}: tensor '{entry.Name}' of shape {entry.ShapeText} is none of this T5's. The weights do not go with config.json."));
        return problems.Count == 0 ? found : throw new InputException(problems);
    }

    private static void AddAttention(List<(string, long[])> list, T5Config config, string layer, string attention, bool withBias)
    {
        list.Add(($"{layer}.{attention}.q.weight", [config.InnerDim, config.DModel]));
        list.Add(($"{layer}.{attention}.k.weight", [config.InnerDim, config.DModel]));
        list.Add(($"{layer}.{attention}.v.weight", [config.InnerDim, config.DModel]));
        list.Add(($"{layer}.{attention}.o.weight", [config.DModel, config.InnerDim]));
        if (withBias)
        {
            list.Add(($"{layer}.{attention}.relative_attention_bias.weight", [config.RelativeAttentionNumBuckets, config.NumHeads]));
        }

        list.Add(($"{layer}.layer_norm.weight", [config.DModel]));
    }

    private static void AddFeedForward(List<(string, long[])> list, T5Config config, string layer)
    {
        string dense = $"{layer}.DenseReluDense";
        string[] inners = config.IsGated ? ["wi_0", "wi_1"] : ["wi"];
        foreach (string inner in inners) list.Add(($"{dense}.{inner}.weight", [config.DFf, config.DModel]));
        list.Add(($"{dense}.wo.weight", [config.DModel, config.DFf]));
        list.Add(($"{layer}.layer_norm.weight", [config.DModel]));
    }
}
