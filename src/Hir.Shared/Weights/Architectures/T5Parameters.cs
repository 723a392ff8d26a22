namespace Hir.Shared.Weights.Architectures;

/// <summary>The names and shapes of a T5's parameters.</summary>
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

    public static IReadOnlyList<string> OtherNamesOf(string parameter) => parameter == Embedding ? EmbeddingCopies : [];

    /// <summary>With tied embeddings a copy of the head is as superfluous as those of the embedding.</summary>
    public static bool MayHold(string tensor) => tensor is Head or UnusedBias;

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
