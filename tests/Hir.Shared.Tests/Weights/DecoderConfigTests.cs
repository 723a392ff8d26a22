using System.Globalization;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;
using Hir.Testing;

namespace Hir.Shared.Tests.Weights;

public sealed class DecoderConfigTests
{
    private const string Small = """
        {"model_type":"qwen2","architectures":["Qwen2ForCausalLM"],"vocab_size":10,"hidden_size":8,"intermediate_size":6,"num_hidden_layers":2,
        "num_attention_heads":4,"num_key_value_heads":2,"rope_theta":1000000.0,"use_sliding_window":false,"sliding_window":4096}
        """;

    [SharedTheory]
    [InlineData("llama-gqa")]
    [InlineData("llama3-ropescaling")]
    [InlineData("qwen2-tied")]
    [InlineData("qwen3-qknorm-tied")]
    public void Parameters_OfAFixture_AreExactlyItsTensors(string model)
    {
        string folder = SharedFixtures.PathOf("fixtures", "models", model);
        ModelConfig config = ModelConfig.Load(folder);
        using CheckpointWeights weights = CheckpointWeights.Open(folder);
        Assert.Equal(
            weights.Tensors.Values.Select(t => t.Entry.Name + t.Entry.ShapeText).Order(StringComparer.Ordinal),
            config.Parameters.Select(p => $"{p.Name}[{string.Join(", ", p.Shape)}]").Order(StringComparer.Ordinal));
        Assert.Equal(config.Parameters.Count, config.Check(weights).Count);
    }

    [Fact]
    public void Parse_KeysThatAreAbsent_HaveTransformersDefaults()
    {
        DecoderConfig llama = Parse("""
            {"model_type":"llama","vocab_size":10,"hidden_size":8,"intermediate_size":6,"num_hidden_layers":2,"num_attention_heads":4}
            """);
        Assert.Equal(
            (4, 2, 1e-6, 2048, false),
            (llama.NumKeyValueHeads, llama.HeadDim, llama.RmsNormEps, llama.MaxPositionEmbeddings, llama.TieWordEmbeddings));
        Assert.Equal(new RopeConfig { Theta = 10000 }, llama.Rope);
        DecoderConfig qwen3 = Parse(
            Small.Replace("qwen2", "qwen3", StringComparison.Ordinal).Replace("Qwen2", "Qwen3", StringComparison.Ordinal));
        Assert.Equal((128, true, false), (qwen3.HeadDim, qwen3.QueryKeyNorm, qwen3.QueryKeyValueBias));
    }

    [Theory]
    [InlineData("\"rope_theta\":1000000.0", "\"rope_parameters\":{\"rope_theta\":1000000.0,\"rope_type\":\"default\"}")]
    [InlineData("\"rope_theta\":1000000.0", "\"rope_theta\":1000000.0,\"rope_scaling\":null")]
    [InlineData("\"rope_theta\":1000000.0", "\"rope_theta\":1000000.0,\"rope_scaling\":{\"type\":\"default\"}")]
    [InlineData("\"sliding_window\":4096", "\"sliding_window\":null,\"layer_types\":[\"full_attention\",\"full_attention\"],\"dtype\":\"bfloat16\"")]
    public void Parse_EitherSpelling_IsTheSame(string from, string to) => Assert.Equal(Parse(Small).Rope, Parse(Replaced(from, to)).Rope);

    [Theory]
    [InlineData("llama3", 8, 1, 4, 32)]
    [InlineData("llama3", 4, 2, 3, 64)]
    public void Frequencies_Llama3_AreThoseOfThePublishedFormula(string type, double factor, double low, double high, int original)
    {
        string scaling = string.Create(CultureInfo.InvariantCulture, $$"""
            "rope_theta":500000,"rope_scaling":{"rope_type":"{{type}}","factor":{{factor}},"low_freq_factor":{{low}},
            "high_freq_factor":{{high}},"original_max_position_embeddings":{{original}}}
            """);
        DecoderConfig config = Parse(Replaced("\"rope_theta\":1000000.0", scaling));
        float[] frequencies = config.Rope.Frequencies(64);
        for (int i = 0; i < 32; i++)
        {
            double plain = Math.Pow(500000, -i / 32.0);
            double wave = 2 * Math.PI / plain;
            double smooth = (original / wave - low) / (high - low);
            double expected = wave < original / high
                ? plain
                : wave > original / low ? plain / factor : (1 - smooth) * plain / factor + smooth * plain;
            Assert.Equal(expected, frequencies[i], 1e-6 * expected);
        }
    }

    [Theory]
    [InlineData("\"use_sliding_window\":false", "\"use_sliding_window\":true", "use_sliding_window")]
    [InlineData("\"sliding_window\":4096", "\"layer_types\":[\"full_attention\",\"sliding_attention\"]", "sliding_attention")]
    [InlineData("\"rope_theta\":1000000.0", "\"rope_scaling\":{\"rope_type\":\"yarn\",\"factor\":4}", "'yarn'")]
    [InlineData("\"rope_theta\":1000000.0", "\"rope_scaling\":{\"rope_type\":\"llama3\",\"factor\":4}", "rope_scaling.low_freq_factor")]
    [InlineData("\"rope_theta\":1000000.0", "\"rope_scaling\":{\"rope_type\":\"linear\",\"factor\":4,\"mrope_section\":[1]}", "rope_scaling.mrope_section")]
    [InlineData("\"rope_theta\":1000000.0", "\"rope_theta\":1,\"rope_parameters\":{\"rope_theta\":2}", "rope_parameters.rope_theta")]
    [InlineData("\"rope_theta\":1000000.0", "\"partial_rotary_factor\":0.5", "partial_rotary_factor")]
    [InlineData("\"rope_theta\":1000000.0", "\"hidden_act\":\"gelu\"", "hidden_act")]
    [InlineData("\"rope_theta\":1000000.0", "\"quantization_config\":{\"bits\":4}", "quantization_config")]
    [InlineData("\"num_key_value_heads\":2", "\"num_key_value_heads\":3", "num_key_value_heads")]
    [InlineData("\"hidden_size\":8", "\"hidden_size\":9", "num_attention_heads")]
    [InlineData("\"hidden_size\":8", "\"hidden_size\":12", "head_dim")]
    [InlineData("Qwen2ForCausalLM", "Qwen2ForSequenceClassification", "architectures")]
    [InlineData("\"qwen2\"", "\"qwen2_moe\"", "qwen2_moe")]
    public void Parse_UnsupportedOrWrong_NamesTheKey(string from, string to, string named)
    {
        InputException e = Assert.Throws<InputException>(() => ModelConfig.Parse(Replaced(from, to), "folder/config.json"));
        Assert.Contains("folder/config.json", e.Message, StringComparison.Ordinal);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    private static DecoderConfig Parse(string json) => (DecoderConfig)ModelConfig.Parse(json);

    private static string Replaced(string from, string to)
    {
        string json = Small.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Small, json);
        return json;
    }
}
