namespace Hir.Shared.Weights.Architectures;

/// <summary>
/// The shape of a decoder-only network of the Llama kind: Llama, Qwen2, Qwen3. Read from a Hugging Face config.json by the family's
/// <see cref="DecoderFamily"/>; keys that are absent have the values that Transformers' configuration classes give them.
/// </summary>
/// <param name="ModelType">The family.</param>
public sealed record DecoderConfig(string ModelType) : ModelConfig
{
    /// <inheritdoc/>
    public override string ModelType { get; } = ModelType;

    /// <inheritdoc/>
    public override bool IsEncoderDecoder => false;

    /// <summary>hidden_size: the width of the hidden states.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>intermediate_size: the inner width of the feed-forward layers.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>num_hidden_layers.</summary>
    public required int NumHiddenLayers { get; init; }

    /// <summary>num_attention_heads: heads of the queries.</summary>
    public required int NumAttentionHeads { get; init; }

    /// <summary>num_key_value_heads: heads of keys and values; each serves a group of query heads.</summary>
    public required int NumKeyValueHeads { get; init; }

    /// <summary>head_dim: the width of one head.</summary>
    public required int HeadDim { get; init; }

    /// <summary>rms_norm_eps: what is added to the mean square.</summary>
    public double RmsNormEps { get; init; } = 1e-6;

    /// <summary>max_position_embeddings: positions that a sequence may have.</summary>
    public required int MaxPositionEmbeddings { get; init; }

    /// <summary>bos_token_id: what begins a text; null where there is none in the vocabulary.</summary>
    public int? BosTokenId { get; init; }

    /// <summary>The rotary positions.</summary>
    public RopeConfig Rope { get; init; } = new();

    /// <summary>Whether the projections of queries, keys and values have biases.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Whether the projection of the attended values has a bias.</summary>
    public bool OutputBias { get; init; }

    /// <summary>Whether the feed-forward layer's projections have biases.</summary>
    public bool MlpBias { get; init; }

    /// <summary>Whether queries and keys are normed head by head before the rotation (weights [head_dim]).</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>The width of all query heads together.</summary>
    public int QueryDim => NumAttentionHeads * HeadDim;

    /// <summary>The width of all key heads together, and of all value heads.</summary>
    public int KeyValueDim => NumKeyValueHeads * HeadDim;

    /// <inheritdoc/>
    public override int? MaxTokens => MaxPositionEmbeddings;

    internal override IReadOnlyList<(string Name, long[] Shape)> ListParameters() => DecoderParameters.Of(this);

    internal override IReadOnlyList<string> OtherNamesOf(string parameter) =>
        parameter == DecoderParameters.Embedding && TieWordEmbeddings ? [DecoderParameters.Head] : [];

    /// <summary>Older converters stored the frequencies of the rotation, which follow from the configuration.</summary>
    internal override bool MayHold(string tensor) => tensor.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal);
}
