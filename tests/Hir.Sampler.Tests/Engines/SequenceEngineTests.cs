using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Shared.Decoding;
using Hir.Testing;

namespace Hir.Sampler.Tests.Engines;

/// <summary>What every engine has to do, of encoder-decoders and of decoder-only networks.</summary>
public sealed class SequenceEngineTests(ReferenceModels models) : IClassFixture<ReferenceModels>
{
    public static TheoryData<string> Names => [.. ReferenceModels.Names, .. ReferenceModels.DecoderNames];

    [SharedTheory, MemberData(nameof(Names))]
    public void Score_ReferencePairs_MatchesPyTorch(string name)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        using ISequenceEngine engine = models.Open(name);
        foreach (int batchSize in (int[])[1, 4, 64])
        {
            IReadOnlyList<float[]> scores = new Scorer(engine)
                .Score([.. pairs.Select(p => new ScoringRequest(p.InputIds, p.OutputIds))], batchSize);
            for (int i = 0; i < pairs.Length; i++) AssertNear(pairs[i].Logprobs, scores[i], 2e-4);
        }
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Generate_Greedy_MatchesPyTorch(string name)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        using ISequenceEngine engine = models.Open(name);
        foreach (int batchSize in (int[])[1, 4, 64])
        {
            var outputs = new Generator(engine).Generate(
                [.. pairs.Select((p, i) => new GenerationRequest(p.InputIds, i))],
                new SamplingSettings { Temperature = 0, MaxNewTokens = 24, BatchSize = batchSize });
            for (int i = 0; i < pairs.Length; i++) Assert.Equal(pairs[i].Greedy, outputs[i][0].TokenIds);
        }
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Step_First_HasPyTorchsLogits(string name)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        using ISequenceEngine engine = models.Open(name);
        foreach (ReferencePair pair in pairs) AssertNear(pair.LogitsLast, NextLogits(engine, pair.InputIds, []), 2e-4);
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Generate_BatchSizesAndNeighbours_ChangeNothingButTheLastBits(string name)
    {
        GenerationRequest[] requests = Requests(ReferenceModels.Pairs(name), 20);
        SamplingSettings settings = new() { Samples = 3, MaxNewTokens = 24, Seed = 3, BatchSize = 1 };
        using ISequenceEngine engine = models.Open(name);
        var alone = requests.Select(r => new Generator(engine).Generate([r], settings)[0]).ToArray();

        foreach (int batchSize in (int[])[3, 8, 64])
        {
            var together = new Generator(engine).Generate(requests, settings with { BatchSize = batchSize });
            for (int i = 0; i < requests.Length; i++)
            {
                for (int s = 0; s < 3; s++) AssertSame(engine, requests[i], settings, s, alone[i][s], together[i][s]);
            }
        }
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Generate_SamplesOfAQuery_AreThoseOfSeparateRequests(string name)
    {
        GenerationRequest[] requests = Requests(ReferenceModels.Pairs(name), 6);
        SamplingSettings settings = new() { Samples = 5, MaxNewTokens = 24, Seed = 8, TopP = 0.9, Temperature = 0.8 };
        using ISequenceEngine engine = models.Open(name);
        var together = new Generator(engine).Generate(requests, settings);
        for (int i = 0; i < requests.Length; i++)
        {
            for (int s = 0; s < 5; s++)
            {
                GeneratedOutput single = Replay(engine, requests[i], settings, s);
                AssertSame(engine, requests[i], settings, s, single, together[i][s]);
            }
        }
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Generate_Logprobs_AreTheScorers(string name)
    {
        GenerationRequest[] requests = Requests(ReferenceModels.Pairs(name), 15);
        using ISequenceEngine engine = models.Open(name);
        var outputs = new Generator(engine).Generate(
            requests, new SamplingSettings { Samples = 4, MaxNewTokens = 40, Seed = 1, Temperature = 0.7, TopK = 20, BatchSize = 16 });
        ScoringRequest[] scoring =
            [.. requests.SelectMany((r, i) => outputs[i].Select(o => new ScoringRequest(r.PromptTokenIds, o.TokenIds)))];
        IReadOnlyList<float[]> scores = new Scorer(engine).Score(scoring);
        GeneratedOutput[] flat = [.. outputs.SelectMany(o => o)];
        for (int i = 0; i < flat.Length; i++) AssertNear(flat[i].Logprobs, scores[i], 1e-4);
    }

    [SharedTheory, InlineData("t5-v1.0-relu-tied"), InlineData("llama-gqa")]
    public void Generate_RowsFinish_AreNotComputedOn(string name)
    {
        using ISequenceEngine engine = models.Open(name);
        var outputs = new Generator(engine).Generate(
            Requests(ReferenceModels.Pairs(name), 60), new SamplingSettings { Samples = 4, MaxNewTokens = 120, Seed = 1, BatchSize = 32 });

        long tokens = outputs.Sum(o => o.Sum(x => (long)x.TokenIds.Length));
        Assert.Equal(tokens, engine.Counters.SequenceSteps);
        // A grid that is not worth laying out anew may hold a few empty rows; without leaving, every row would be computed until its batch
        // ends.
        Assert.InRange(engine.Counters.RowSteps, tokens, tokens * 1.2);
        Assert.True(outputs.SelectMany(o => o).Select(o => o.TokenIds.Length).Distinct().Count() > 20, "the lengths hardly differ");
        Assert.Equal(60, engine.Counters.Prompts);
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Generate_AfterAnotherJob_IsWhatItIsAlone(string name)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        GenerationRequest[] b = Requests(pairs, 7);
        SamplingSettings settings = new() { Samples = 2, MaxNewTokens = 24, Seed = 5, BatchSize = 8 };
        using ISequenceEngine fresh = models.Open(name);
        var alone = new Generator(fresh).Generate(b, settings);

        using ISequenceEngine used = models.Open(name);
        new Generator(used).Generate(Requests(pairs, 30), settings with { Samples = 3, MaxNewTokens = 50, Seed = 77, BatchSize = 64 });
        new Scorer(used).Score([.. pairs.Select(p => new ScoringRequest(p.InputIds, p.OutputIds))]);
        var after = new Generator(used).Generate(b, settings);

        for (int i = 0; i < b.Length; i++)
        {
            for (int s = 0; s < 2; s++)
            {
                Assert.Equal(alone[i][s].TokenIds, after[i][s].TokenIds);
                // Bit for bit: the shapes are the same, and what a buffer held before may not matter.
                Assert.Equal(alone[i][s].Logprobs, after[i][s].Logprobs);
            }
        }
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Generate_EqualSeed_GivesEqualBytes(string name)
    {
        GenerationRequest[] requests = Requests(ReferenceModels.Pairs(name), 25);
        SamplingSettings settings = new() { Samples = 3, MaxNewTokens = 30, Seed = 5, BatchSize = 20 };
        using ISequenceEngine first = models.Open(name);
        using ISequenceEngine second = models.Open(name);
        var a = new Generator(first).Generate(requests, settings).SelectMany(o => o).ToArray();
        var b = new Generator(second).Generate(requests, settings).SelectMany(o => o).ToArray();
        Assert.Equal(a.SelectMany(o => o.TokenIds), b.SelectMany(o => o.TokenIds));
        Assert.Equal(a.SelectMany(o => o.Logprobs), b.SelectMany(o => o.Logprobs));
        var other = new Generator(second).Generate(requests, settings with { Seed = 6 }).SelectMany(o => o).ToArray();
        Assert.NotEqual(a.SelectMany(o => o.TokenIds), other.SelectMany(o => o.TokenIds));
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Step_OnceWarm_HardlyAllocates(string name)
    {
        using ISequenceEngine engine = models.Open(name);
        int[] prompts = new int[4];
        engine.Prefill([.. ReferenceModels.Pairs(name).Take(4).Select(p => p.InputIds[..2])], prompts);
        int[] sequences = [.. prompts.Select(engine.Open)];
        int[] tokens = [0, 0, 0, 0];
        engine.Step(sequences, tokens);

        // Within one capacity (16) nothing is laid out anew.
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 12; i++) engine.Step(sequences, tokens);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 12 * 64);
    }

    [SharedTheory, InlineData("t5-v1.1-gated-gelu-untied"), InlineData("llama-gqa"), InlineData("qwen3-qknorm-tied")]
    public void Step_LongOutput_MatchesTeacherForcingAcrossGrowingCaches(string name)
    {
        using ISequenceEngine engine = models.Open(name);
        int[] prompt = ReferenceModels.Pairs(name)[0].InputIds;
        int[] output = [.. Enumerable.Range(0, 200).Select(i => 2 + i * 37 % 90)];
        float[] scored = new Scorer(engine).Score([new ScoringRequest(prompt, output)])[0];
        for (int length = 0; length < output.Length; length += 33)
        {
            float[] logits = NextLogits(engine, prompt, output[..length]);
            Assert.Equal(scored[length], TokenDistribution.Logprob(logits, output[length], new float[logits.Length]), 1e-4f);
        }
    }

    private static GenerationRequest[] Requests(ReferencePair[] pairs, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            int[] ids = pairs[i % pairs.Length].InputIds;
            // Lengths from 1 to 50, so that batches are padded.
            int length = 1 + i * 11 % 50;
            return new GenerationRequest(
                [.. Enumerable.Range(0, length).Select(j => ids[(i + j) % ids.Length])], StreamIds.Of("q", i.ToString()));
        }),
    ];

    /// <summary>The logits after a prompt and some output tokens, one sequence alone.</summary>
    private static float[] NextLogits(ISequenceEngine engine, int[] prompt, int[] output)
    {
        int[] handle = new int[1];
        engine.Prefill([prompt], handle);
        int sequence = engine.Open(handle[0]);
        engine.Step([sequence], [engine.FirstToken(handle[0])]);
        foreach (int token in output) engine.Step([sequence], [token]);
        float[] logits = engine.Logits(0).ToArray();
        engine.Close(sequence);
        engine.Release(handle[0]);
        return logits;
    }

    /// <summary>One sample of a request, generated alone and without the generator.</summary>
    private static GeneratedOutput Replay(ISequenceEngine engine, GenerationRequest request, SamplingSettings settings, int sample)
    {
        RandomStream stream = new(settings.Seed, request.StreamId, sample);
        TokenSampler sampler = new(settings, engine.Limits.VocabularySize);
        int[] handle = new int[1];
        engine.Prefill([request.PromptTokenIds], handle);
        int sequence = engine.Open(handle[0]);
        List<SampledToken> tokens = [];
        int next = engine.FirstToken(handle[0]);
        while (tokens.Count < settings.MaxNewTokens && (tokens.Count == 0 || !engine.Tokens.IsEnd(next)))
        {
            engine.Step([sequence], [next]);
            tokens.Add(sampler.Sample(engine.Logits(0), stream.DrawAt(tokens.Count)));
            next = tokens[^1].Id;
        }

        engine.Close(sequence);
        engine.Release(handle[0]);
        return new GeneratedOutput([.. tokens.Select(t => t.Id)], [.. tokens.Select(t => t.Logprob)], "");
    }

    /// <summary>
    /// Equal tokens and near log-probabilities up to the end, or up to a draw that lies within rounding of the border between two tokens.
    /// </summary>
    private static void AssertSame(
        ISequenceEngine engine, GenerationRequest request, SamplingSettings settings, int sample, GeneratedOutput expected,
        GeneratedOutput actual)
    {
        int common = Math.Min(expected.TokenIds.Length, actual.TokenIds.Length);
        for (int t = 0; t < common; t++)
        {
            if (expected.TokenIds[t] != actual.TokenIds[t])
            {
                float[] logits = NextLogits(engine, request.PromptTokenIds, expected.TokenIds[..t]);
                double draw = new RandomStream(settings.Seed, request.StreamId, sample).DrawAt(t);
                TokenSampler sampler = new(settings, logits.Length);
                HashSet<int> around =
                    [sampler.Sample(logits, Math.Max(0, draw - 1e-4)).Id, sampler.Sample(logits, Math.Min(1 - 1e-9, draw + 1e-4)).Id];
                Assert.True(
                    around.Count > 1,
                    $"token {t} differs, {expected.TokenIds[t]} and {actual.TokenIds[t]}, and the draw {draw} is not near a border");
                return;
            }

            Assert.Equal(expected.Logprobs[t], actual.Logprobs[t], 1e-4f);
        }

        Assert.Equal(expected.TokenIds.Length, actual.TokenIds.Length);
    }

    private static void AssertNear(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
