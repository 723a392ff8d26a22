namespace Hir.Shared.Weights.Architectures;

/// <summary>The names and shapes of a decoder-only network's parameters, as Transformers' Llama and Qwen classes have them.</summary>
public static class DecoderParameters
{
    /// <summary>The token embeddings, [vocab_size, hidden_size].</summary>
    public const string Embedding = "model.embed_tokens.weight";

    /// <summary>The norm after the last layer.</summary>
    public const string FinalNorm = "model.norm.weight";

    /// <summary>The output head, unless it is the embedding.</summary>
    public const string Head = "lm_head.weight";

    /// <summary>The name's beginning of a layer's modules.</summary>
    public static string Layer(int index) => $"model.layers.{index}";

    internal static IReadOnlyList<(string Name, long[] Shape)> Of(DecoderConfig config)
    {
        List<(string, long[])> list = [(Embedding, [config.VocabSize, config.HiddenSize])];
        for (int i = 0; i < config.NumHiddenLayers; i++)
        {
            string layer = Layer(i);
            list.Add(($"{layer}.input_layernorm.weight", [config.HiddenSize]));
            AddLinear($"{layer}.self_attn.q_proj", config.QueryDim, config.HiddenSize, config.QueryKeyValueBias);
            AddLinear($"{layer}.self_attn.k_proj", config.KeyValueDim, config.HiddenSize, config.QueryKeyValueBias);
            AddLinear($"{layer}.self_attn.v_proj", config.KeyValueDim, config.HiddenSize, config.QueryKeyValueBias);
            if (config.QueryKeyNorm)
            {
                list.Add(($"{layer}.self_attn.q_norm.weight", [config.HeadDim]));
                list.Add(($"{layer}.self_attn.k_norm.weight", [config.HeadDim]));
            }

            AddLinear($"{layer}.self_attn.o_proj", config.HiddenSize, config.QueryDim, config.OutputBias);
            list.Add(($"{layer}.post_attention_layernorm.weight", [config.HiddenSize]));
            AddLinear($"{layer}.mlp.gate_proj", config.IntermediateSize, config.HiddenSize, config.MlpBias);
            AddLinear($"{layer}.mlp.up_proj", config.IntermediateSize, config.HiddenSize, config.MlpBias);
            AddLinear($"{layer}.mlp.down_proj", config.HiddenSize, config.IntermediateSize, config.MlpBias);
        }

        list.Add((FinalNorm, [config.HiddenSize]));
        if (!config.TieWordEmbeddings) list.Add((Head, [config.VocabSize, config.HiddenSize]));
        return list;

        void AddLinear(string name, long outputs, long inputs, bool bias)
        {
            list.Add(($"{name}.weight", [outputs, inputs]));
            if (bias) list.Add(($"{name}.bias", [outputs]));
        }
    }
}
