namespace Hir.Shared.Weights.Architectures;

/// <summary>
/// The shape of a T5 encoder-decoder: v1.0 (relu, tied embeddings) or v1.1/FLAN (gated gelu, untied). Read from a Hugging Face config.json; keys
/// that are absent have the values that Transformers' T5Config gives them.
/// </summary>
public sealed record T5Config
{
    /// <summary>The name of this architecture in manifests and in config.json's model_type.</summary>
    public const string Architecture = "t5";

    private static readonly string[] KnownArchitectures = ["T5ForConditionalGeneration", "T5WithLMHeadModel"];

    /// <summary>vocab_size: rows of the embedding, columns of the logits.</summary>
    public required int VocabSize { get; init; }

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

    /// <summary>tie_word_embeddings: the head is the embedding, and its input is scaled by d_model^-0.5.</summary>
    public bool TieWordEmbeddings { get; init; } = true;

    /// <summary>decoder_start_token_id: what the decoder sees before the first output token.</summary>
    public int DecoderStartTokenId { get; init; }

    /// <summary>eos_token_id: what ends an output (of a list, the first).</summary>
    public int EosTokenId { get; init; } = 1;

    /// <summary>pad_token_id.</summary>
    public int PadTokenId { get; init; }

    /// <summary>num_heads times d_kv: the width of queries, keys and values together.</summary>
    public int InnerDim => NumHeads * DKv;

    /// <summary>The parameters by their Hugging Face names, with shapes in PyTorch's [out, in] layout, in the order of the network.</summary>
    public IReadOnlyList<(string Name, long[] Shape)> Parameters => field ??= T5Parameters.Of(this);

    /// <summary>Reads the configuration of a model or checkpoint folder.</summary>
    /// <param name="folder">A folder with a config.json.</param>
    /// <exception cref="InputException">There is none, or it is not that of a supported T5: all problems.</exception>
    public static T5Config Load(string folder)
    {
        string path = Path.Combine(folder, "config.json");
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the configuration cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads the text of a config.json.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="InputException">It is not that of a supported T5: all problems.</exception>
    public static T5Config Parse(string json, string file = "config.json")
    {
        ConfigReader reader = new(json, file);
        string? modelType = reader.Text("model_type");
        if (modelType != Architecture)
        {
            reader.Problem("model_type", $"it is '{modelType ?? "missing"}'; this version of Hir supports '{Architecture}'.");
            reader.ThrowIfWrong();
        }

        IReadOnlyList<string> architectures = reader.Texts("architectures");
        if (architectures.Count > 0 && !architectures.Any(KnownArchitectures.Contains))
        {
            reader.Problem("architectures", $"it is '{string.Join(", ", architectures)}'; one of {string.Join(", ", KnownArchitectures)} is needed.");
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

    /// <summary>Checks that a weights file holds this model: every parameter, in its shape, in a float type, and nothing unknown.</summary>
    /// <param name="weights">The file.</param>
    /// <returns>
    /// Each parameter's tensor in the file. The embedding may lie there under the name of one of its copies, as some converters leave it.
    /// </returns>
    /// <exception cref="InputException">Something is missing or wrong: everything that is.</exception>
    public IReadOnlyDictionary<string, SafetensorsEntry> Check(SafetensorsFile weights) => T5Parameters.Check(this, weights);
}
