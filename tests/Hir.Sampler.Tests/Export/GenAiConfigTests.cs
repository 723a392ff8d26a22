using System.Text;
using System.Text.Json;
using Hir.Export.GenAi;

namespace Hir.Sampler.Tests.Export;

/// <summary>
/// genai_config.json: the keys and their places as ONNX Runtime GenAI reads them. That it opens such a folder, the tests of the engine
/// show.
/// </summary>
public sealed class GenAiConfigTests
{
    private static readonly GenAiConfig model = new()
    {
        ModelType = "qwen2", GraphName = "model.onnx", VocabularySize = 151936, ContextLength = 32768, HiddenSize = 896, Layers = 24,
        AttentionHeads = 14, KeyValueHeads = 2, HeadSize = 64, EndIds = [151645], PadId = 151643, BeginId = 151644,
    };

    [Fact]
    public void ToBytes_Model_HasEveryKeyInItsPlace()
    {
        const string Expected = """
            {"model":{
              "bos_token_id":151644,"context_length":32768,
              "decoder":{"session_options":{"provider_options":[]},"filename":"model.onnx","head_size":64,"hidden_size":896,
                "inputs":{"input_ids":"input_ids","attention_mask":"attention_mask","position_ids":"position_ids",
                  "past_key_names":"past_key_values.%d.key","past_value_names":"past_key_values.%d.value"},
                "outputs":{"logits":"logits","present_key_names":"present.%d.key","present_value_names":"present.%d.value"},
                "num_attention_heads":14,"num_hidden_layers":24,"num_key_value_heads":2},
              "eos_token_id":151645,"pad_token_id":151643,"type":"qwen2","vocab_size":151936},
             "search":{"do_sample":false,"max_length":32768,"min_length":0,"num_beams":1,"num_return_sequences":1,
               "past_present_share_buffer":true,"repetition_penalty":1,"temperature":1,"top_k":1,"top_p":1}}
            """;

        Assert.Equal(Canonical(Expected), Canonical(Encoding.UTF8.GetString(model.ToBytes())));
    }

    [Fact]
    public void ToBytes_SeveralEndTokens_AreAList() =>
        Assert.Contains(
            "\"eos_token_id\":[128001,128008]", Canonical(Encoding.UTF8.GetString((model with { EndIds = [128001, 128008] }).ToBytes())),
            StringComparison.Ordinal);

    [Fact]
    public void ToBytes_NoBeginToken_LeavesTheKeyOut() =>
        Assert.DoesNotContain("bos_token_id", Encoding.UTF8.GetString((model with { BeginId = null }).ToBytes()), StringComparison.Ordinal);

    [Fact]
    public void ToBytes_Twice_GivesTheSameBytesAndEndsWithALine()
    {
        Assert.Equal(model.ToBytes(), (model with { }).ToBytes());
        Assert.EndsWith("}\n", Encoding.UTF8.GetString(model.ToBytes()), StringComparison.Ordinal);
    }

    private static string Canonical(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);
}
