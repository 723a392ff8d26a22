using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Decoding;

namespace Hir.Shared.Tests.Decoding;

public sealed class TokenSamplerTests
{
    [Fact]
    public void Sample_Greedy_TakesTheLargestAndOfEqualOnesTheLowestId()
    {
        TokenSampler sampler = new(new SamplingSettings { Temperature = 0, TopK = 1, TopP = 0.1 }, 5);

        SampledToken token = sampler.Sample([1f, 3f, -2f, 3f, 2f], 0.999);

        Assert.Equal(1, token.Id);
    }

    [Fact]
    public void Sample_AnyTemperature_LogprobIsOfTheRawModel()
    {
        // softmax(0, ln 2, ln 5) = 1/8, 2/8, 5/8.
        float[] logits = [0f, MathF.Log(2), MathF.Log(5)];
        foreach (double temperature in (double[])[0, 0.5, 1, 3])
        {
            SampledToken token = new TokenSampler(new SamplingSettings { Temperature = temperature, TopK = 1 }, 3).Sample(logits, 0.5);
            Assert.Equal(2, token.Id);
            Assert.Equal(Math.Log(5.0 / 8), token.Logprob, 6);
        }
    }

    [Fact]
    public void Sample_SuppressedTokens_AreNeverDrawnAndLogprobsStayRaw()
    {
        // Of 1, 2, 5 without the last: 1/3 and 2/3; the log-probability is that of the whole vocabulary.
        float[] logits = [0f, MathF.Log(2), MathF.Log(5)];
        TokenSampler sampler = new(new SamplingSettings { SuppressTokens = [2, 99] }, 3);
        Assert.Equal(0, sampler.Sample(logits, 0.333).Id);
        Assert.Equal(1, sampler.Sample(logits, 0.334).Id);
        Assert.Equal(1, sampler.Sample(logits, 0.9999999).Id);
        Assert.Equal(Math.Log(2.0 / 8), sampler.Sample(logits, 0.5).Logprob, 6);
        Assert.Equal(1, new TokenSampler(new SamplingSettings { SuppressTokens = [2], Temperature = 0 }, 3).Sample(logits, 0).Id);
        Assert.Equal(
            0, new TokenSampler(new SamplingSettings { SuppressTokens = [2, 1], TopK = 2, Temperature = 3 }, 3).Sample(logits, 0.99).Id);
        // A suppressed token that takes all the weight leaves the others theirs.
        Assert.Equal(1, new TokenSampler(new SamplingSettings { SuppressTokens = [0] }, 3).Sample([500f, 1f, 1f], 0.49).Id);
        Assert.Throws<InputException>(() => new TokenSampler(new SamplingSettings { SuppressTokens = [0, 1, 2] }, 3));
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.124, 0)]
    [InlineData(0.126, 1)]
    [InlineData(0.374, 1)]
    [InlineData(0.376, 2)]
    [InlineData(0.9999999999, 2)]
    public void Sample_NoTruncation_DrawFallsInTheTokensInterval(double uniform, int expected)
    {
        TokenSampler sampler = new(new SamplingSettings(), 3);
        Assert.Equal(expected, sampler.Sample([0f, MathF.Log(2), MathF.Log(5)], uniform).Id);
    }

    [Fact]
    public void Sample_Temperature_SharpensByHand()
    {
        // T = 0.5 squares the weights: 1, 4, 25 of 30.
        TokenSampler sampler = new(new SamplingSettings { Temperature = 0.5 }, 3);
        float[] logits = [0f, MathF.Log(2), MathF.Log(5)];
        Assert.Equal(0, sampler.Sample(logits, 0.99 / 30).Id);
        Assert.Equal(1, sampler.Sample(logits, 1.01 / 30).Id);
        Assert.Equal(1, sampler.Sample(logits, 4.99 / 30).Id);
        Assert.Equal(2, sampler.Sample(logits, 5.01 / 30).Id);
    }

    [Fact]
    public void Sample_TopKWithTiesAtTheCut_KeepsExactlyKWithTheLowestIds()
    {
        float[] logits = [1f, 2f, 1f, 1f, 0f];
        TokenSampler sampler = new(new SamplingSettings { TopK = 3 }, 5);
        Assert.Equal([0, 1, 2], Reached(sampler, logits));
    }

    [Theory]
    [InlineData(0.49, new[] { 2 })]
    [InlineData(0.51, new[] { 1, 2 })]
    [InlineData(0.79, new[] { 1, 2 })]
    [InlineData(0.81, new[] { 0, 1, 2 })]
    [InlineData(0.96, new[] { 0, 1, 2, 3 })]
    [InlineData(0.0001, new[] { 2 })]
    public void Sample_TopP_KeepsTheShortestBeginningThatReachesIt(double topP, int[] kept)
    {
        // Probabilities 0.15, 0.3, 0.5, 0.05.
        float[] logits = [MathF.Log(0.15f), MathF.Log(0.3f), MathF.Log(0.5f), MathF.Log(0.05f)];
        TokenSampler sampler = new(new SamplingSettings { TopP = topP }, 4);
        Assert.Equal(kept, Reached(sampler, logits));
    }

    [Fact]
    public void Sample_TopKAndTopP_TopPActsOnWhatTopKLeft()
    {
        // Of 0.5, 0.3, 0.15, 0.05 top_k 2 leaves 0.625 and 0.375: top_p 0.6 then keeps the first alone, where 0.6 of all would keep two.
        float[] logits = [MathF.Log(0.15f), MathF.Log(0.3f), MathF.Log(0.5f), MathF.Log(0.05f)];
        Assert.Equal([2], Reached(new TokenSampler(new SamplingSettings { TopK = 2, TopP = 0.6 }, 4), logits));
        Assert.Equal([1, 2], Reached(new TokenSampler(new SamplingSettings { TopP = 0.6 }, 4), logits));
    }

    [Fact]
    public void Sample_ManyDraws_FrequenciesFollowTheDistribution()
    {
        float[] logits = [0.3f, -1.2f, 2.1f, 0f, 1.4f, -0.4f, 0.9f, 2.1f];
        SamplingSettings settings = new() { Temperature = 1.3, TopK = 6, TopP = 0.97 };
        double[] expected = NaiveSampler.Distribution(logits, settings);
        TokenSampler sampler = new(settings, logits.Length);

        const int draws = 200_000;
        int[] counts = new int[logits.Length];
        RandomStream stream = new(seed: 5, streamId: 77, sampleIndex: 2);
        for (int t = 0; t < draws; t++) counts[sampler.Sample(logits, stream.DrawAt(t)).Id]++;

        double chiSquare = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            if (expected[i] == 0) Assert.Equal(0, counts[i]);
            else chiSquare += Math.Pow(counts[i] - draws * expected[i], 2) / (draws * expected[i]);
        }

        // 99.9 % point of chi-square with 5 degrees of freedom: 20.5. The seed is fixed, so this does not flicker.
        Assert.InRange(chiSquare, 0, 20.5);
    }

    [Fact]
    public void Sample_RandomRows_AgreesWithThePlainImplementation()
    {
        var rows =
            from size in Gen.Elements(1, 2, 7, 255, 256, 257, 700)
            from scale in Gen.Elements(0.0, 0.2, 3.0, 30.0)
            from seed in Gen.Choose(0, int.MaxValue)
            from grid in Gen.Elements(0.0, 0.5)
            from temperature in Gen.Elements(0.05, 0.7, 1.0, 2.5)
            from topK in Gen.Elements(0, 1, 2, 5, 200, 10_000)
            from topP in Gen.Elements(1e-6, 0.3, 0.9, 0.999, 1 - 1e-10, 1 - 1e-16, 1.0)
            from uniform in Gen.Choose(0, (1 << 24) - 1)
            select (size, scale, seed, grid, settings: new SamplingSettings { Temperature = temperature, TopK = topK, TopP = topP },
                uniform: uniform / (double)(1 << 24));

        Prop.ForAll(Arb.From(rows), row =>
        {
            Random random = new(row.seed);
            float[] logits = new float[row.size];
            for (int i = 0; i < logits.Length; i++)
            {
                double value = row.scale * (random.NextDouble() * 2 - 1);
                // A coarse grid makes ties.
                logits[i] = (float)(row.grid > 0 ? Math.Round(value / row.grid) * row.grid : value);
            }

            double[] distribution = NaiveSampler.Distribution(logits, row.settings);
            double[] cumulative = NaiveSampler.Cumulative(distribution);
            SampledToken token = new TokenSampler(row.settings, row.size).Sample(logits, row.uniform);

            Assert.Equal(NaiveSampler.Logprob(logits, token.Id), token.Logprob, 1e-4 * (1 + row.scale / 30));
            // Where the nucleus' edge or the draw lies within rounding of a boundary, either neighbour is right.
            if (NaiveSampler.NucleusMargin(logits, row.settings) < 1e-5) return;
            Assert.True(distribution[token.Id] > 0, $"token {token.Id} was cut off");
            Assert.InRange(row.uniform, cumulative[token.Id] - distribution[token.Id] - 1e-5, cumulative[token.Id] + 1e-5);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Sample_LogitNotFinite_SaysWhich(float bad)
    {
        float[] logits = new float[300];
        logits[290] = bad;
        TokenSampler sampler = new(new SamplingSettings { Temperature = 0 }, 300);

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => sampler.Sample(logits, 0.5));
        Assert.Contains("token 290", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-12)]
    [InlineData(1e300)]
    public void Sample_ExtremeTemperature_StaysDefined(double temperature)
    {
        TokenSampler sampler = new(new SamplingSettings { Temperature = temperature, TopP = 0.5 }, 4);
        SampledToken token = sampler.Sample([3e38f, -3e38f, 1f, 3e38f], 0.0);
        Assert.Equal(0, token.Id);
    }

    [Theory]
    [InlineData(0.0, 0, 1.0)]
    [InlineData(1.0, 0, 1.0)]
    [InlineData(0.8, 50, 0.95)]
    public void Sample_AfterTheFirst_AllocatesNothing(double temperature, int topK, double topP)
    {
        float[] logits = [.. Enumerable.Range(0, 5000).Select(i => MathF.Sin(i * 0.37f) * 6)];
        TokenSampler sampler = new(new SamplingSettings { Temperature = temperature, TopK = topK, TopP = topP }, logits.Length);
        sampler.Sample(logits, 0.3);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++) sampler.Sample(logits, i / 200.0);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Constructor_SettingsOutOfRange_ListsThemAll()
    {
        InputException e = Assert.Throws<InputException>(() => new TokenSampler(
            new SamplingSettings { Temperature = -1, TopK = -2, TopP = 0, MaxNewTokens = 0, Samples = 0, BatchSize = 0 }, 10));
        Assert.Equal(6, e.Problems.Count);
        Assert.Contains(e.Problems, p => p.Contains("temperature is -1", StringComparison.Ordinal));
    }

    [Fact]
    public void Constructor_NotANumber_IsRefused()
    {
        Assert.Throws<InputException>(() => new TokenSampler(new SamplingSettings { Temperature = double.NaN }, 10));
        Assert.Throws<InputException>(() => new TokenSampler(new SamplingSettings { TopP = double.NaN }, 10));
    }

    private static int[] Reached(TokenSampler sampler, float[] logits) =>
        [.. Enumerable.Range(0, 2000).Select(i => sampler.Sample(logits, i / 2000.0).Id).Distinct().Order()];
}
