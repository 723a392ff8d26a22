namespace Hir.Shared.Weights.Architectures;

/// <summary>
/// What sets a family of decoder-only networks apart from the others, and how its config.json is read. Everything else (root mean square
/// norms before each sublayer, rotary positions, grouped queries, the gated silu feed-forward layer, the names of modules) they share.
/// </summary>
/// <param name="ModelType">model_type in config.json.</param>
/// <param name="Architecture">The class that architectures in config.json names.</param>
internal sealed record DecoderFamily(string ModelType, string Architecture)
{
    private const string FullAttention = "full_attention";

    /// <summary>Whether the projections of queries, keys and values have biases.</summary>
    public Func<ConfigReader, bool> QueryKeyValueBias { get; init; } = _ => false;

    /// <summary>Whether the projection of the attended values has a bias.</summary>
    public Func<ConfigReader, bool> OutputBias { get; init; } = _ => false;

    /// <summary>Whether the feed-forward layer's projections have biases.</summary>
    public Func<ConfigReader, bool> MlpBias { get; init; } = _ => false;

    /// <summary>Whether queries and keys are normed head by head before the rotation.</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>head_dim where the configuration has none; null for hidden_size over the number of heads.</summary>
    public int? HeadDim { get; init; }

    /// <summary>max_position_embeddings where the configuration has none, as in the family's class of Transformers.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Reads a config.json of this family.</summary>
    /// <exception cref="InputException">Something in it is wrong or not supported: all of it.</exception>
    public DecoderConfig Read(ConfigReader reader)
    {
        IReadOnlyList<string> architectures = reader.Texts("architectures");
        if (architectures.Count > 0 && !architectures.Contains(Architecture))
        {
            reader.Problem("architectures", $"it is '{string.Join(", ", architectures)}'; {Architecture} is needed.");
        }

        RefuseUnsupported(reader);
        int hidden = reader.Int("hidden_size", null, most: 1 << 20);
        int heads = reader.Int("num_attention_heads", null, most: 1 << 12);
        int keyValueHeads = reader.Int("num_key_value_heads", heads, most: 1 << 12);
        int headDim = reader.Int("head_dim", HeadDim ?? hidden / heads, least: 2, most: 1 << 16);
        if (HeadDim is null && !reader.Has("head_dim") && hidden % heads != 0)
        {
            reader.Problem("num_attention_heads", $"it is {heads}, which does not divide hidden_size {hidden}, and there is no head_dim.");
        }

        if (headDim % 2 != 0) reader.Problem("head_dim", $"it is {headDim}; rotary positions need an even number.");
        if (heads % keyValueHeads != 0)
        {
            reader.Problem("num_key_value_heads", $"it is {keyValueHeads}, which does not divide num_attention_heads {heads}.");
        }

        int vocabulary = reader.Int("vocab_size", null);
        DecoderConfig config = new(ModelType)
        {
            VocabSize = vocabulary,
            BosTokenId = reader.OptionalTokenId("bos_token_id", vocabulary),
            HiddenSize = hidden,
            IntermediateSize = reader.Int("intermediate_size", null, most: 1 << 24),
            NumHiddenLayers = reader.Int("num_hidden_layers", null, most: 1000),
            NumAttentionHeads = heads,
            NumKeyValueHeads = keyValueHeads,
            HeadDim = headDim,
            RmsNormEps = reader.Positive("rms_norm_eps", 1e-6),
            MaxPositionEmbeddings = reader.Int("max_position_embeddings", MaxPositions),
            TieWordEmbeddings = reader.Bool("tie_word_embeddings", false),
            QueryKeyValueBias = QueryKeyValueBias(reader),
            OutputBias = OutputBias(reader),
            MlpBias = MlpBias(reader),
            QueryKeyNorm = QueryKeyNorm,
            Rope = RopeReader.Read(reader),
        };
        reader.ThrowIfWrong();
        return config;
    }

    /// <summary>What would change the network and is not done here must not be ignored.</summary>
    private static void RefuseUnsupported(ConfigReader reader)
    {
        string activation = reader.Text("hidden_act") ?? "silu";
        if (activation is not ("silu" or "swish")) reader.Problem("hidden_act", $"it is '{activation}'; silu is supported.");
        if (reader.Bool("use_sliding_window", false))
        {
            reader.Problem("use_sliding_window", "it is true; attention over a sliding window is not supported.");
        }

        foreach (string layer in reader.Texts("layer_types").Where(type => type != FullAttention).Distinct())
        {
            reader.Problem("layer_types", $"it holds '{layer}'; {FullAttention} is supported.");
        }

        if (reader.Has("quantization_config"))
        {
            reader.Problem(
                "quantization_config", "the checkpoint is quantized; give the one in float32, float16 or bfloat16 that it was made from.");
        }

        double partial = reader.Positive("partial_rotary_factor", 1);
        if (partial != 1) reader.Problem("partial_rotary_factor", $"it is {partial}; only 1 is supported.");
    }
}
