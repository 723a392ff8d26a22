namespace Hir.Shared.Weights.Architectures;

/// <summary>
/// The shape of a T5 encoder-decoder: v1.0 (relu, tied embeddings) or v1.1/FLAN (gated gelu, untied). Read from a Hugging Face config.json;
/// keys that are absent have the values that Transformers' T5Config gives them.
/// </summary>
public sealed record T5Config : ModelConfig
{
    /// <summary>The name of this architecture in manifests and in config.json's model_type.</summary>
    public const string Architecture = "t5";

    private static readonly string[] KnownArchitectures = ["T5ForConditionalGeneration", "T5WithLMHeadModel"];

    /// <inheritdoc/>
    public override string ModelType => Architecture;

    /// <inheritdoc/>
    public override bool IsEncoderDecoder => true;

    /// <summary>d_model: the width of the hidden states.</summary>
    public required int DModel { get; init; }

    /// <summary>d_kv: the width of one attention head.</summary>
    public required int DKv { get; init; }

    /// <summary>d_ff: the inner width of the feed-forward layers.</summary>
    public required int DFf { get; init; }

    /// <summary>num_layers: blocks of the encoder.</summary>
    public required int NumLayers { get; init; }

    /// <summary>num_decoder_layers: blocks of the decoder.</summary>
    public required int NumDecoderLayers { get; init; }

    /// <summary>num_heads: attention heads of each layer.</summary>
    public required int NumHeads { get; init; }

    /// <summary>relative_attention_num_buckets: rows of the table of position biases.</summary>
    public int RelativeAttentionNumBuckets { get; init; } = 32;

    /// <summary>relative_attention_max_distance: from this distance on all share the last bucket.</summary>
    public int RelativeAttentionMaxDistance { get; init; } = 128;

    /// <summary>layer_norm_epsilon: what is added to the mean square.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-6;

    /// <summary>feed_forward_proj is gated-gelu (with the tanh approximation, gelu_new); otherwise relu.</summary>
    public bool IsGated { get; init; }

    /// <summary>decoder_start_token_id: what the decoder sees before the first output token.</summary>
    public int DecoderStartTokenId { get; init; }

    /// <summary>eos_token_id: what ends an output (of a list, the first).</summary>
    public int EosTokenId { get; init; } = 1;

    /// <summary>pad_token_id.</summary>
    public int PadTokenId { get; init; }

    /// <summary>With float16 the last product of a feed-forward layer stays in float32, as in Transformers: its sums outgrow float16. bfloat16 holds them.</summary>
    public override WeightDtype StoredType(string parameter, WeightDtype dtype) =>
        dtype == WeightDtype.F16 && parameter.EndsWith(".wo.weight", StringComparison.Ordinal) ? WeightDtype.F32 : dtype;

    /// <summary>num_heads times d_kv: the width of queries, keys and values together.</summary>
    public int InnerDim => NumHeads * DKv;

    /// <summary>Reads a config.json of a T5.</summary>
    /// <exception cref="InputException">Something in it is wrong or not supported: all of it.</exception>
    internal static T5Config Read(ConfigReader reader)
    {
        IReadOnlyList<string> architectures = reader.Texts("architectures");
        if (architectures.Count > 0 && !architectures.Any(KnownArchitectures.Contains))
        {
            reader.Problem(
                "architectures", $"it is '{string.Join(", ", architectures)}'; one of {string.Join(", ", KnownArchitectures)} is needed.");
        }

        string forward = reader.Text("feed_forward_proj") ?? "relu";
        if (forward is not ("relu" or "gated-gelu"))
        {
            reader.Problem("feed_forward_proj", $"it is '{forward}'; relu and gated-gelu are supported.");
        }

        int layers = reader.Int("num_layers", null, most: 1000);
        int vocab = reader.Int("vocab_size", null);
        int pad = reader.TokenId("pad_token_id", 0, vocab);
        T5Config config = new()
        {
            VocabSize = vocab,
            DModel = reader.Int("d_model", null, most: 1 << 20),
            DKv = reader.Int("d_kv", null, most: 1 << 16),
            DFf = reader.Int("d_ff", null, most: 1 << 24),
            NumLayers = layers,
            NumDecoderLayers = reader.Int("num_decoder_layers", layers, most: 1000),
            NumHeads = reader.Int("num_heads", null, most: 1 << 12),
            RelativeAttentionNumBuckets = reader.Int("relative_attention_num_buckets", 32, least: 4, most: 1 << 16),
            RelativeAttentionMaxDistance = reader.Int("relative_attention_max_distance", 128, least: 2, most: 1 << 20),
            LayerNormEpsilon = reader.Positive("layer_norm_epsilon", 1e-6),
            IsGated = forward == "gated-gelu",
            TieWordEmbeddings = reader.Bool("tie_word_embeddings", true),
            PadTokenId = pad,
            EosTokenId = reader.TokenId("eos_token_id", 1, vocab),
            DecoderStartTokenId = reader.TokenId("decoder_start_token_id", pad, vocab),
        };
        if (config.RelativeAttentionNumBuckets % 4 != 0 || config.RelativeAttentionMaxDistance <= config.RelativeAttentionNumBuckets / 2)
        {
            reader.Problem(
                "relative_attention_num_buckets",
                $"it is {config.RelativeAttentionNumBuckets} with relative_attention_max_distance {config.RelativeAttentionMaxDistance}; "
                + "a multiple of 4 is needed, of which a half is below the distance.");
        }

        reader.ThrowIfWrong();
        return config;
    }

    internal override IReadOnlyList<(string Name, long[] Shape)> ListParameters() => T5Parameters.Of(this);

    internal override IReadOnlyList<string> OtherNamesOf(string parameter) => T5Parameters.OtherNamesOf(parameter);

    internal override bool MayHold(string tensor) => T5Parameters.MayHold(tensor);
}
