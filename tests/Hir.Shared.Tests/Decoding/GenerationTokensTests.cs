using Hir.Shared.Decoding;
using Hir.Testing;

namespace Hir.Shared.Tests.Decoding;

public sealed class GenerationTokensTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_ConfigAlone_TakesItsIds()
    {
        Write("config.json", """{"is_encoder_decoder": true, "eos_token_id": 1, "pad_token_id": 0, "decoder_start_token_id": 7}""");

        GenerationTokens tokens = GenerationTokens.Load(_folder.Path);

        Assert.Equal([1], tokens.EndIds);
        Assert.Equal(0, tokens.PadId);
        Assert.Equal(7, tokens.DecoderStartId);
    }

    [Fact]
    public void Load_GenerationConfig_WinsKeyByKey()
    {
        Write("config.json", """{"is_encoder_decoder": true, "eos_token_id": 1, "pad_token_id": 0, "decoder_start_token_id": 0}""");
        Write("generation_config.json", """{"eos_token_id": [5, 6], "pad_token_id": null, "temperature": 0.3}""");

        GenerationTokens tokens = GenerationTokens.Load(_folder.Path);

        Assert.Equal([5, 6], tokens.EndIds);
        Assert.True(tokens.IsEnd(6));
        Assert.False(tokens.IsEnd(1));
        Assert.Equal(0, tokens.PadId);
    }

    [Fact]
    public void Load_DecoderOnlyWithoutPad_PadsWithTheEndToken()
    {
        Write("config.json", """{"model_type": "llama", "eos_token_id": [2, 3], "bos_token_id": 1}""");

        GenerationTokens tokens = GenerationTokens.Load(_folder.Path);

        Assert.Null(tokens.DecoderStartId);
        Assert.Equal(2, tokens.PadId);
    }

    [Theory]
    [InlineData("""{"eos_token_id": "one"}""", "eos_token_id is \"one\"")]
    [InlineData("""{"eos_token_id": -1}""", "eos_token_id is -1")]
    [InlineData("""{"eos_token_id": null}""", "eos_token_id is missing")]
    [InlineData("""[1]""", "one JSON object")]
    [InlineData("""{"eos""", "no valid JSON")]
    public void Load_BadValue_NamesFileKeyAndValue(string config, string part)
    {
        Write("config.json", config);
        InputException e = Assert.Throws<InputException>(() => GenerationTokens.Load(_folder.Path));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.Contains("config.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoConfig_IsRefused() => Assert.Throws<InputException>(() => GenerationTokens.Load(_folder.Path));

    private void Write(string name, string text) => File.WriteAllText(_folder.File(name), text);
}
