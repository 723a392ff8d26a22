using Hir.Shared.Decoding;
using Hir.Testing;

namespace Hir.Shared.Tests.Decoding;

public sealed class GenerationConfigTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Apply_WhatTheFileRecommends_IsTakenUnlessTheUserSaysOtherwise()
    {
        Write("""{"do_sample":true,"temperature":0.7,"top_p":0.8,"top_k":20,"repetition_penalty":1.0,"suppress_tokens":[3,5],"eos_token_id":[1,2]}""");
        SamplingSettings all = GenerationConfig.Apply(_temp.Path, new SamplingSettings(), _ => false);
        Assert.Equal((0.7, 0.8, 20), (all.Temperature, all.TopP, all.TopK));
        Assert.Equal([3, 5], all.SuppressTokens);
        SamplingSettings own = GenerationConfig.Apply(
            _temp.Path, new SamplingSettings { Temperature = 1.5 }, name => name == "temperature");
        Assert.Equal((1.5, 0.8), (own.Temperature, own.TopP));
    }

    [Fact]
    public void Apply_NoSampling_IsGreedy()
    {
        Write("""{"temperature":0.7}""");
        Assert.Equal(0, GenerationConfig.Apply(_temp.Path, new SamplingSettings(), _ => false).Temperature);
    }

    [Fact]
    public void Apply_WhatIsNotDoneOrWrong_IsNamedAltogether()
    {
        Write("""{"do_sample":true,"repetition_penalty":1.1,"num_beams":4,"top_p":"high","begin_suppress_tokens":[1]}""");
        InputException e = Assert.Throws<InputException>(() => GenerationConfig.Apply(_temp.Path, new SamplingSettings(), _ => false));
        Assert.Equal(4, e.Problems.Count);
        foreach (string key in (string[])["repetition_penalty is 1.1", "num_beams is 4", "top_p is", "begin_suppress_tokens"])
        {
            Assert.Contains(key, e.Message, StringComparison.Ordinal);
        }

        Write("""{"do_sample":true,"top_p":7}""");
        Assert.Contains("generation_config.json: top_p is 7", Assert.Throws<InputException>(
            () => GenerationConfig.Apply(_temp.Path, new SamplingSettings(), _ => false)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "must hold one JSON object")]
    [InlineData("{", "no valid JSON")]
    [InlineData("""{"top_k": 1, "top_k": 2}""", "top_k")]
    [InlineData("""{"top_p": 1e999}""", "too large")]
    public void Apply_DamagedFile_IsRefusedByName(string json, string named)
    {
        Write(json);
        InputException e = Assert.Throws<InputException>(() => GenerationConfig.Apply(_temp.Path, new SamplingSettings(), _ => false));
        Assert.Contains(_temp.File(GenerationConfig.FileName), e.Message, StringComparison.Ordinal);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    private void Write(string json) => File.WriteAllText(_temp.File(GenerationConfig.FileName), json);
}
