using System.Text.Encodings.Web;
using System.Text.Json;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.GenAi;

/// <summary>
/// genai_config.json, by which ONNX Runtime GenAI 0.15 finds its way in the folder of a decoder-only model. GenAI refuses keys that it does
/// not know. The graph must have the inputs input_ids [batch, sequence], attention_mask [batch, total], position_ids [batch, sequence] (the
/// last two of one type) and past_key_values.{i}.key and .value [batch, key-value heads, past, head size], and the outputs
/// logits [batch, sequence, vocabulary] and present.{i}.key and .value. GenAI pads the rows of a batch on the right.
/// </summary>
internal sealed record GenAiConfig
{
    /// <summary>The file's name.</summary>
    public const string FileName = "genai_config.json";

    /// <summary>config.json's model_type: llama, qwen2, qwen3. GenAI chooses its own class by it and refuses unknown ones.</summary>
    public required string ModelType { get; init; }

    /// <summary>The graph's file name; it lies in the same folder.</summary>
    public required string GraphName { get; init; }

    /// <summary>The length of a row of logits; every end token must lie below it.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The most tokens of a sequence, prompt included: config.json's max_position_embeddings.</summary>
    public required int ContextLength { get; init; }

    /// <summary>The width of the hidden states.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>How many decoder layers, and so how many pairs of cache inputs.</summary>
    public required int Layers { get; init; }

    /// <summary>Query heads.</summary>
    public required int AttentionHeads { get; init; }

    /// <summary>Key and value heads: the second dimension of the cache.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>The width of one head: the last dimension of the cache.</summary>
    public required int HeadSize { get; init; }

    /// <summary>The tokens that end an output, at least one.</summary>
    public required IReadOnlyList<int> EndIds { get; init; }

    /// <summary>What fills the rows of a batch, on the right.</summary>
    public required int PadId { get; init; }

    /// <summary>The token that begins a text, or null where the model has none.</summary>
    public int? BeginId { get; init; }

    /// <summary>That of a network whose graph is <see cref="ModelFolder.ModelGraphName"/>.</summary>
    public static GenAiConfig Of(DecoderConfig config, GenerationTokens tokens) => new()
    {
        ModelType = config.ModelType,
        GraphName = ModelFolder.ModelGraphName,
        VocabularySize = config.VocabSize,
        ContextLength = config.MaxPositionEmbeddings,
        HiddenSize = config.HiddenSize,
        Layers = config.NumHiddenLayers,
        AttentionHeads = config.NumAttentionHeads,
        KeyValueHeads = config.NumKeyValueHeads,
        HeadSize = config.HeadDim,
        EndIds = tokens.EndIds,
        PadId = tokens.PadId,
        BeginId = config.BosTokenId,
    };

    /// <summary>The file's bytes, UTF-8; equal values give equal bytes.</summary>
    public byte[] ToBytes()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(
            stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("model");
            if (BeginId is int begin) json.WriteNumber("bos_token_id", begin);
            json.WriteNumber("context_length", ContextLength);
            WriteDecoder(json);
            WriteEndIds(json);
            json.WriteNumber("pad_token_id", PadId);
            json.WriteString("type", ModelType);
            json.WriteNumber("vocab_size", VocabularySize);
            json.WriteEndObject();
            WriteSearch(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private void WriteDecoder(Utf8JsonWriter json)
    {
        json.WriteStartObject("decoder");
        json.WriteStartObject("session_options");
        json.WriteStartArray("provider_options");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("filename", GraphName);
        json.WriteNumber("head_size", HeadSize);
        json.WriteNumber("hidden_size", HiddenSize);
        WriteNames(json, "inputs", "past_key_values", "past", "input_ids", "attention_mask", "position_ids");
        WriteNames(json, "outputs", "present", "present", "logits");
        json.WriteNumber("num_attention_heads", AttentionHeads);
        json.WriteNumber("num_hidden_layers", Layers);
        json.WriteNumber("num_key_value_heads", KeyValueHeads);
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string group, string cache, string cacheKey, params ReadOnlySpan<string> values)
    {
        json.WriteStartObject(group);
        foreach (string value in values) json.WriteString(value, value);
        // %d is the layer, in the manner of C.
        json.WriteString(cacheKey + "_key_names", cache + ".%d.key");
        json.WriteString(cacheKey + "_value_names", cache + ".%d.value");
        json.WriteEndObject();
    }

    private void WriteEndIds(Utf8JsonWriter json)
    {
        if (EndIds.Count == 1)
        {
            json.WriteNumber("eos_token_id", EndIds[0]);
            return;
        }

        json.WriteStartArray("eos_token_id");
        foreach (int id in EndIds) json.WriteNumberValue(id);
        json.WriteEndArray();
    }

    /// <summary>What a program gets that sets nothing: greedy, to the context length, one buffer for the old and the new cache.</summary>
    private void WriteSearch(Utf8JsonWriter json)
    {
        json.WriteStartObject("search");
        json.WriteBoolean("do_sample", false);
        json.WriteNumber("max_length", ContextLength);
        json.WriteNumber("min_length", 0);
        json.WriteNumber("num_beams", 1);
        json.WriteNumber("num_return_sequences", 1);
        json.WriteBoolean("past_present_share_buffer", true);
        json.WriteNumber("repetition_penalty", 1);
        json.WriteNumber("temperature", 1);
        json.WriteNumber("top_k", 1);
        json.WriteNumber("top_p", 1);
        json.WriteEndObject();
    }
}
