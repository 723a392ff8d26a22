using Hir.Learner.Parameters;
using Hir.Shared.Weights.Architectures;

namespace Hir.Learner.Models;

/// <summary>T5's weights in the flat buffer, under their Hugging Face names.</summary>
internal static class T5Layout
{
    /// <summary>The token embeddings, as the encoder uses them.</summary>
    public const string Embeddings = "shared.weight";

    /// <summary>The token embeddings, as the decoder uses them.</summary>
    public const string DecoderEmbeddings = "decoder.embed_tokens.weight";

    /// <summary>The output head: a matrix of its own, or a third use of the embeddings.</summary>
    public const string Head = "lm_head.weight";

    /// <summary>Lays out the weights of a model.</summary>
    public static ParameterLayout Create(T5Config config)
    {
        ParameterLayout layout = new();
        foreach ((string name, long[] shape) in config.Parameters) layout.Add(name, shape);
        layout.AddUse(DecoderEmbeddings, Embeddings);
        if (config.TieWordEmbeddings) layout.AddUse(Head, Embeddings);
        return layout;
    }

    /// <summary>The name's beginning of one sublayer.</summary>
    public static string Sublayer(string stack, int layer, int sublayer) => $"{stack}.block.{layer}.layer.{sublayer}";

    /// <summary>The stack's table of relative position biases [buckets, heads], held by its first layer.</summary>
    public static string Bias(string stack) => $"{Sublayer(stack, 0, 0)}.SelfAttention.relative_attention_bias.weight";

    /// <summary>The norm after a stack's last layer.</summary>
    public static string FinalNorm(string stack) => $"{stack}.final_layer_norm.weight";
}
