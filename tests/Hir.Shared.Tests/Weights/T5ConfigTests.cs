using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;
using Hir.Testing;

namespace Hir.Shared.Tests.Weights;

public sealed class T5ConfigTests : IDisposable
{
    private const string Small = """
        {"model_type":"t5","architectures":["T5ForConditionalGeneration"],"vocab_size":10,"d_model":4,"d_kv":2,"d_ff":6,"num_layers":2,
        "num_decoder_layers":1,"num_heads":2,"feed_forward_proj":"gated-gelu","tie_word_embeddings":false}
        """;

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [SharedTheory]
    [InlineData("t5-v1.0-relu-tied")]
    [InlineData("t5-v1.1-gated-gelu-untied")]
    public void Parameters_OfAFixture_AreExactlyItsTensors(string model)
    {
        T5Config config = (T5Config)ModelConfig.Load(SharedFixtures.PathOf("fixtures", "models", model));
        using CheckpointWeights weights = CheckpointWeights.Open(SharedFixtures.PathOf("fixtures", "models", model));
        Assert.Equal(
            weights.Tensors.Values.Select(t => t.Entry.Name + t.Entry.ShapeText).Order(StringComparer.Ordinal),
            config.Parameters.Select(p => $"{p.Name}[{string.Join(", ", p.Shape)}]").Order(StringComparer.Ordinal));
        Assert.Equal(config.Parameters.Count, config.Check(weights).Count);
    }

    [Fact]
    public void Parse_KeysThatAreAbsent_HaveTransformersDefaults()
    {
        T5Config config = (T5Config)ModelConfig.Parse(
            """{"model_type":"t5","vocab_size":10,"d_model":4,"d_kv":2,"d_ff":6,"num_layers":2,"num_heads":2}""");
        Assert.Equal((2, 32, 128, 1e-6, false, true), (config.NumDecoderLayers, config.RelativeAttentionNumBuckets,
            config.RelativeAttentionMaxDistance, config.LayerNormEpsilon, config.IsGated, config.TieWordEmbeddings));
        Assert.Equal((0, 1, 0), (config.DecoderStartTokenId, config.EosTokenId, config.PadTokenId));
    }

    [Theory]
    [InlineData("\"t5\"", "\"bloom\"", "model_type")]
    [InlineData("T5ForConditionalGeneration", "T5EncoderModel", "architectures")]
    [InlineData("gated-gelu", "gated-silu", "feed_forward_proj")]
    [InlineData("\"d_model\":4", "\"d_model\":\"4\"", "d_model")]
    [InlineData("\"d_model\":4", "\"d_model\":0", "d_model")]
    [InlineData("\"d_model\":4,", "", "d_model")]
    [InlineData("\"num_heads\":2", "\"num_heads\":1e300", "num_heads")]
    [InlineData("\"num_heads\":2", "\"num_heads\":2,\"eos_token_id\":10", "eos_token_id")]
    [InlineData("\"num_heads\":2", "\"num_heads\":2,\"relative_attention_num_buckets\":6", "relative_attention_num_buckets")]
    [InlineData("{", "[", "JSON")]
    public void Parse_UnsupportedOrWrong_NamesTheKey(string from, string to, string key)
    {
        string json = Small.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Small, json);
        InputException e = Assert.Throws<InputException>(() => ModelConfig.Parse(json, "folder/config.json"));
        Assert.Contains("folder/config.json", e.Message, StringComparison.Ordinal);
        Assert.Contains(key, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralFaults_NamesAll()
    {
        string json = Small.Replace("gated-gelu", "swiglu", StringComparison.Ordinal).Replace("\"d_kv\":2,", "", StringComparison.Ordinal);
        Assert.Equal(2, Assert.Throws<InputException>(() => ModelConfig.Parse(json)).Problems.Count);
    }

    [Fact]
    public void Check_MissingWrongAndUnknownTensors_NamesEach()
    {
        T5Config config = (T5Config)ModelConfig.Parse(Small);
        List<SafetensorsDeclaration> tensors =
            [.. config.Parameters.Select(p => new SafetensorsDeclaration(p.Name, WeightDtype.F32, p.Shape))];
        int missing = tensors.FindIndex(t => t.Name == "lm_head.weight");
        tensors.RemoveAt(missing);
        int wrong = tensors.FindIndex(t => t.Name == "encoder.block.1.layer.0.SelfAttention.o.weight");
        tensors[wrong] = tensors[wrong] with { Shape = [4, 5] };
        int integers = tensors.FindIndex(t => t.Name == "decoder.final_layer_norm.weight");
        tensors[integers] = tensors[integers] with { Dtype = WeightDtype.I32 };
        tensors.Add(new SafetensorsDeclaration("encoder.extra.bias", WeightDtype.F32, [4]));

        InputException e = Assert.Throws<InputException>(() => CheckFileOf(config, tensors));

        Assert.Equal(4, e.Problems.Count);
        Assert.Contains("'lm_head.weight' of shape [10, 4] is missing", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            "'encoder.block.1.layer.0.SelfAttention.o.weight' has shape [4, 5], and config.json asks for [4, 4]", e.Message,
            StringComparison.Ordinal);
        Assert.Contains("'decoder.final_layer_norm.weight' has type I32", e.Message, StringComparison.Ordinal);
        Assert.Contains("'encoder.extra.bias'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_EmbeddingUnderTheNameOfACopy_IsFound()
    {
        T5Config config = (T5Config)ModelConfig.Parse(Small);
        List<SafetensorsDeclaration> tensors = [.. config.Parameters.Select(p =>
            new SafetensorsDeclaration(p.Name == "shared.weight" ? "encoder.embed_tokens.weight" : p.Name, WeightDtype.BF16, p.Shape))];
        tensors.Add(
            new SafetensorsDeclaration("decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight", WeightDtype.F32, [32, 2]));
        Assert.Equal("encoder.embed_tokens.weight", CheckFileOf(config, tensors)["shared.weight"].Entry.Name);
    }

    private IReadOnlyDictionary<string, CheckpointTensor> CheckFileOf(T5Config config, List<SafetensorsDeclaration> tensors)
    {
        using (FileStream stream = File.Create(_temp.File("model.safetensors")))
        {
            SafetensorsWriter writer = new(stream, tensors);
            foreach (SafetensorsDeclaration tensor in tensors) writer.Write(tensor.Name, new byte[tensor.Length]);
            writer.Complete();
        }

        using CheckpointWeights weights = CheckpointWeights.Open(_temp.Path);
        return config.Check(weights);
    }
}
