using Hir.Sampler.Decoding;
using Hir.Shared;
using Hir.Shared.Decoding;

namespace Hir.Sampler.Tests.Decoding;

public sealed class GeneratorTests
{
    private static readonly GenerationRequest[] Requests =
        [.. Enumerable.Range(0, 23).Select(i => new GenerationRequest([.. Enumerable.Range(0, 1 + i * 7 % 9).Select(j => (i + j) % 12)], 1000 + i))];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(64)]
    public void Generate_AnyBatchSize_GivesWhatEachRequestGivesAlone(int batchSize)
    {
        SamplingSettings settings = new() { Samples = 3, MaxNewTokens = 9, Seed = 4, BatchSize = batchSize };
        IReadOnlyList<GeneratedOutput[]> all = new Generator(new FakeEngine()).Generate(Requests, settings);

        for (int i = 0; i < Requests.Length; i++)
        {
            GeneratedOutput[] alone = new Generator(new FakeEngine()).Generate([Requests[i]], settings with { BatchSize = 1 })[0];
            for (int s = 0; s < 3; s++)
            {
                Assert.Equal(alone[s].TokenIds, all[i][s].TokenIds);
                Assert.Equal(alone[s].Logprobs, all[i][s].Logprobs);
                Assert.Equal(alone[s].FinishReason, all[i][s].FinishReason);
            }
        }
    }

    [Fact]
    public void Generate_FewerSamples_AreTheFirstOfMore()
    {
        SamplingSettings settings = new() { MaxNewTokens = 6, Seed = 9 };
        var five = new Generator(new FakeEngine()).Generate(Requests, settings with { Samples = 5 });
        var two = new Generator(new FakeEngine()).Generate(Requests, settings with { Samples = 2 });
        for (int i = 0; i < Requests.Length; i++)
        {
            for (int s = 0; s < 2; s++) Assert.Equal(five[i][s].TokenIds, two[i][s].TokenIds);
        }
    }

    [Fact]
    public void Generate_RowsFinish_LeaveAtOnceAndOthersEnter()
    {
        FakeEngine engine = new(endBias: 1.5);
        SamplingSettings settings = new() { Samples = 2, MaxNewTokens = 30, BatchSize = 8 };
        IReadOnlyList<GeneratedOutput[]> outputs = new Generator(engine).Generate(Requests, settings);

        int tokens = outputs.Sum(o => o.Sum(x => x.TokenIds.Length));
        Assert.Equal(tokens, engine.LiveAtStep.Sum());
        Assert.All(engine.LiveAtStep, live => Assert.InRange(live, 1, 8));
        // Full until the last sequences have begun: from then on the number only falls.
        int lastFull = engine.LiveAtStep.LastIndexOf(8);
        Assert.All(engine.LiveAtStep[..lastFull], live => Assert.Equal(8, live));
        Assert.Equal(engine.LiveAtStep[lastFull..].OrderDescending(), engine.LiveAtStep[lastFull..]);
        Assert.Equal(0, engine.OpenSequences);
        Assert.Equal(0, engine.HeldPrompts);
    }

    [Fact]
    public void Generate_PromptsOfManyLengths_AreReadLongestFirstInChunksOfLikeLength()
    {
        FakeEngine engine = new();
        new Generator(engine).Generate(Requests, new SamplingSettings { Samples = 2, MaxNewTokens = 3, BatchSize = 8 });

        Assert.All(engine.PrefillLengths, chunk => Assert.InRange(chunk.Length, 1, 4));
        int[] order = [.. engine.PrefillLengths.SelectMany(x => x)];
        Assert.Equal(order.OrderDescending(), order);
        Assert.Equal(Requests.Length, order.Length);
    }

    [Fact]
    public void Generate_EndOrLimit_SaysWhichAndKeepsTheEndToken()
    {
        FakeEngine engine = new(endBias: 2);
        var outputs = new Generator(engine).Generate(Requests, new SamplingSettings { Samples = 4, MaxNewTokens = 3 });
        GeneratedOutput[] all = [.. outputs.SelectMany(o => o)];

        Assert.Contains(all, o => o.FinishReason == FinishReason.Stop);
        Assert.Contains(all, o => o.FinishReason == FinishReason.Length);
        foreach (GeneratedOutput output in all)
        {
            Assert.Equal(output.TokenIds.Length, output.Logprobs.Length);
            Assert.DoesNotContain(1, output.TokenIds[..^1]);
            if (output.FinishReason == FinishReason.Stop) Assert.Equal(1, output.TokenIds[^1]);
            else Assert.Equal(3, output.TokenIds.Length);
        }
    }

    [Fact]
    public void Generate_EndTokenAtTheLimit_IsStop()
    {
        FakeEngine engine = new(endBias: 100);
        GeneratedOutput output = new Generator(engine).Generate([Requests[0]], new SamplingSettings { MaxNewTokens = 1 })[0][0];
        Assert.Equal([1], output.TokenIds);
        Assert.Equal(FinishReason.Stop, output.FinishReason);
    }

    [Fact]
    public void Generate_SeveralEndTokens_EachEnds()
    {
        FakeEngine engine = new() { Tokens = new GenerationTokens([5, 6, 7, 8], 0, 0) };
        var outputs = new Generator(engine).Generate(Requests, new SamplingSettings { MaxNewTokens = 200 });
        Assert.All(outputs, o => Assert.InRange(o[0].TokenIds[^1], 5, 8));
        Assert.True(outputs.Select(o => o[0].TokenIds[^1]).Distinct().Count() > 1);
    }

    [Fact]
    public void Generate_Scored_HasTheScorersLogprobs()
    {
        var outputs = new Generator(new FakeEngine()).Generate(Requests, new SamplingSettings { MaxNewTokens = 5, Temperature = 0.5, TopK = 3 });
        var scores = new Scorer(new FakeEngine()).Score(
            [.. Requests.Select((r, i) => new ScoringRequest(r.PromptTokenIds, outputs[i][0].TokenIds))]);
        for (int i = 0; i < Requests.Length; i++) Assert.Equal(outputs[i][0].Logprobs, scores[i]);
    }

    [Fact]
    public void Generate_Progress_CountsToTheEnd()
    {
        List<DecodingProgress> seen = [];
        var outputs = new Generator(new FakeEngine()).Generate(Requests, new SamplingSettings { MaxNewTokens = 5, BatchSize = 4 }, seen.Add);
        Assert.Equal(Requests.Length, seen[^1].Done);
        Assert.Equal(outputs.Sum(o => o[0].TokenIds.Length), seen[^1].OutputTokens);
        Assert.True(seen.Count > 3);
        Assert.All(seen, p => Assert.True(p.TokensPerSecond > 0 && p.Total == Requests.Length));
    }

    [Fact]
    public void Generate_BadRequests_AreAllNamed()
    {
        FakeEngine engine = new() { Limits = new(12, MaxPromptTokens: 4, MaxOutputTokens: 8) };
        InputException e = Assert.Throws<InputException>(() => new Generator(engine).Generate(
            [new([], 0), new([1, 12], 1), new([1, 2, 3, 4, 5], 2), new([-1], 3), new([3], 4)], new SamplingSettings { MaxNewTokens = 9 }));

        Assert.Equal(5, e.Problems.Count);
        Assert.Contains(e.Problems, p => p.StartsWith("prompt 1 is empty", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.Contains("prompt 2 holds the token id 12", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.Contains("prompt 3 has 5 tokens", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.Contains("max_new_tokens asks for 9", StringComparison.Ordinal));
    }

    [Fact]
    public void Generate_FailsMidway_LeavesTheEngineEmpty()
    {
        FakeEngine engine = new() { FailAtStep = step => step == 3 };
        Assert.Throws<InvalidOperationException>(() =>
            new Generator(engine).Generate(Requests, new SamplingSettings { Samples = 2, MaxNewTokens = 9, BatchSize = 7 }));
        Assert.Equal(0, engine.OpenSequences);
        Assert.Equal(0, engine.HeldPrompts);
    }

    [Fact]
    public void Generate_Cancelled_StopsAndLeavesTheEngineEmpty()
    {
        using CancellationTokenSource source = new();
        FakeEngine engine = new();
        Assert.Throws<OperationCanceledException>(() => new Generator(engine).Generate(
            Requests, new SamplingSettings { MaxNewTokens = 9, BatchSize = 4 }, _ => source.Cancel(), cancellationToken: source.Token));
        Assert.Equal(0, engine.OpenSequences);
        Assert.Equal(0, engine.HeldPrompts);
    }

    [Fact]
    public void Generate_NoRequests_GivesNothing() => Assert.Empty(new Generator(new FakeEngine()).Generate([], new SamplingSettings()));
}
