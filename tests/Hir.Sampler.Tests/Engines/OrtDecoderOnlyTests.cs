using Hir.Export;
using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Sampler.Tests.Export;
using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Weights.Architectures;
using Hir.Testing;

namespace Hir.Sampler.Tests.Engines;

public sealed class OrtDecoderOnlyTests(ReferenceModels models) : IClassFixture<ReferenceModels>, IDisposable
{
    private const string OddHeads = """
        {"model_type":"qwen3","vocab_size":31,"hidden_size":10,"intermediate_size":12,"num_hidden_layers":2,"num_attention_heads":6,
        "num_key_value_heads":2,"head_dim":6,"max_position_embeddings":40,"tie_word_embeddings":true,"eos_token_id":[30,29],"pad_token_id":0}
        """;

    private readonly TempFolder _temp = new();

    public static TheoryData<string> Names => [.. ReferenceModels.DecoderNames];

    public void Dispose() => _temp.Dispose();

    /// <summary>
    /// Sequences of random lengths open and close between steps; each step's logits are those that scoring the sequence alone gives.
    /// </summary>
    [SharedTheory, MemberData(nameof(Names))]
    public void Step_RowsLeaveAndEnter_EachIsWhatItIsAlone(string name)
    {
        using ISequenceEngine engine = models.Open(name);
        using ISequenceEngine judge = models.Open(name);
        RandomEntries(engine, judge, seed: 4);
    }

    [Fact]
    public void Step_HeadsOfAnOddWidth_EachIsWhatItIsAlone()
    {
        ModelFolder model = Tiny(OddHeads);
        using ISequenceEngine engine = OrtEngine.Open(model, new EngineOptions { Threads = 1 });
        using ISequenceEngine judge = OrtEngine.Open(model, new EngineOptions { Threads = 1 });
        RandomEntries(engine, judge, seed: 5);
        int[] tokens = [3, 14, 15, 9, 26];
        double[] expected = T5Graphs.LogSoftmax([.. new PlainDecoder(model.Path).Logits(tokens)[^2].Select(v => (float)v)]);
        Assert.Equal(expected[26], judge.Score([new PromptOutputs(tokens[..4], [[26]])])[0][0][0], 1e-4);
    }

    /// <summary>Outputs behind a long prompt, some empty, are read behind one cache; they get what each gets alone.</summary>
    [SharedTheory, MemberData(nameof(Names))]
    public void Score_OutputsOfALongPrompt_AreWhatTheyAreAlone(string name)
    {
        using ISequenceEngine engine = models.Open(name);
        int vocab = engine.Limits.VocabularySize;
        int[] prompt = [.. Enumerable.Range(0, 120).Select(i => i * 13 % vocab)];
        int[][] outputs =
        [
            .. new[] { 7, 0, 1, 30, 12 }.Select(
                (length, o) => Enumerable.Range(0, length).Select(i => ((o * 5) + (i * 3)) % vocab).ToArray()),
        ];
        Assert.True(SequenceScorer.IsWorthSharing(prompt.Length, outputs.Length));
        Assert.False(SequenceScorer.IsWorthSharing(prompt.Length, 1));
        float[][] together = engine.Score([new PromptOutputs([1, 2], [[3]]), new PromptOutputs(prompt, outputs)])[1];
        for (int o = 0; o < outputs.Length; o++)
        {
            float[] alone = engine.Score([new PromptOutputs(prompt, [outputs[o]])])[0][0];
            Assert.Equal(outputs[o].Length, together[o].Length);
            for (int t = 0; t < alone.Length; t++) Assert.Equal(alone[t], together[o][t], 1e-4f);
        }
    }

    /// <summary>However little goes through at once: the pieces of a long prompt add up, and rows are split over several passes.</summary>
    [SharedTheory]
    [InlineData(1, 1)]
    [InlineData(3000, 16)]
    [InlineData(600, 4096)]
    [InlineData(40000, 4096)]
    public void Engine_SmallBudget_ChangesNothing(long floats, int tokens)
    {
        const string Name = "llama-gqa";
        ReferencePair[] pairs = ReferenceModels.Pairs(Name);
        ModelFolder model = models.Folder(Name);
        DecoderConfig config = (DecoderConfig)model.Config;
        using ISequenceEngine engine = OrtDecoderOnly.Open(
            model, config, new EngineOptions { Threads = 1 }, new PassBudget(config, floats, tokens));
        IReadOnlyList<float[]> scores = new Scorer(engine).Score([.. pairs.Select(p => new ScoringRequest(p.InputIds, p.OutputIds))]);
        var outputs = new Generator(engine).Generate(
            [.. pairs.Select((p, i) => new GenerationRequest(p.InputIds, i))], new SamplingSettings { Temperature = 0, MaxNewTokens = 24 });
        for (int i = 0; i < pairs.Length; i++)
        {
            for (int t = 0; t < scores[i].Length; t++) Assert.Equal(pairs[i].Logprobs[t], scores[i][t], 2e-4);
            Assert.Equal(pairs[i].Greedy, outputs[i][0].TokenIds);
        }
    }

    [Fact]
    public void PassBudget_Rows_AreCutWhereAnyLimitIsReached()
    {
        DecoderConfig config = (DecoderConfig)ModelConfig.Parse(OddHeads);
        PassRow[] rows = [.. Enumerable.Repeat(new PassRow([], 10, 8), 9)];
        Assert.Equal(9, new PassBudget(config).CountOf(rows, 0));
        Assert.Equal(4, new PassBudget(config).CountOf(rows, 5));
        Assert.Equal(4, new PassBudget(config, mostTokens: 49).CountOf(rows, 0));
        // A row has 10 * 10 * 6 scores; at least one goes through.
        Assert.Equal(3, new PassBudget(config, mostFloats: 1800).CountOf(rows, 0));
        Assert.Equal(1, new PassBudget(config, mostFloats: 20).CountOf(rows, 0));
        // With 1000 logits a place, 2 places a row.
        DecoderConfig wide = config with { VocabSize = 1000 };
        Assert.Equal(2, new PassBudget(wide, mostFloats: 5000).CountOf(rows, 0));
        Assert.Equal(5, new PassBudget(wide, mostFloats: 5000).PieceOf(new PassRow([], 10, 0)));
        Assert.Equal(10, new PassBudget(config).PieceOf(rows[0]));
        Assert.Equal(5, new PassBudget(config, mostFloats: 300).PieceOf(new PassRow([], 10, 10)));
    }

    [SharedFact]
    public void Tokens_ListOfEndTokens_AllEnd()
    {
        using ISequenceEngine engine = models.Open("qwen3-qknorm-tied");
        Assert.Equal([1, 2], engine.Tokens.EndIds);
        Assert.Null(engine.Tokens.DecoderStartId);
    }

    [Fact]
    public void Context_PromptAndOutputTogether_MayFillItAndNoMore()
    {
        using ISequenceEngine engine = OrtEngine.Open(Tiny(OddHeads), new EngineOptions { Threads = 1 });
        int[] prompt = [.. Enumerable.Range(0, 30).Select(i => i % 29)];
        GenerationRequest[] requests = [new([5], 0), new(prompt, 1)];
        var outputs = new Generator(engine).Generate(requests, new SamplingSettings { MaxNewTokens = 10, Seed = 1, Temperature = 3 });
        Assert.All(outputs, o => Assert.InRange(o[0].TokenIds.Length, 1, 10));
        InputException e = Assert.Throws<InputException>(
            () => new Generator(engine).Generate(requests, new SamplingSettings { MaxNewTokens = 11 }));
        Assert.Equal(
            "prompt 2 has 30 tokens and max_new_tokens is 11, together 41: this model's context holds 40. Shorten one of them.",
            Assert.Single(e.Problems));

        Assert.Equal(10, new Scorer(engine).Score([new(prompt, prompt[..10])])[0].Length);
        e = Assert.Throws<InputException>(() => new Scorer(engine).Score([new(prompt, prompt[..10]), new(prompt, prompt[..11])]));
        Assert.Contains("prompt 2 has 30 tokens and its output has 11", Assert.Single(e.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EndTokenOutsideTheVocabulary_IsRefused()
    {
        ModelFolder model = Tiny(OddHeads.Replace("[30,29]", "[30,31]", StringComparison.Ordinal));
        InputException e = Assert.Throws<InputException>(() => OrtEngine.Open(model).Dispose());
        Assert.Contains("vocabulary of 31; 31 does not", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Weights_SaysWhatMemoryTheyTake()
    {
        List<string> details = [];
        OrtEngine.Open(Tiny(OddHeads), new EngineOptions { Detail = details.Add }).Dispose();
        Assert.Contains("MiB of memory beside the mapped file", Assert.Single(details), StringComparison.Ordinal);
        Assert.True(WeightPacking.IsWorthwhile(50, 100));
        Assert.False(WeightPacking.IsWorthwhile(51, 100));
    }

    [SharedFact]
    public void Open_PlainCheckpoint_SaysHowToExport()
    {
        ModelFolder plain = ModelFolder.Open(SharedFixtures.PathOf("fixtures", "models", "llama-gqa"));
        InputException e = Assert.Throws<InputException>(() => OrtEngine.Open(plain).Dispose());
        Assert.Contains("sampler_decoder.onnx is missing", e.Message, StringComparison.Ordinal);
        Assert.Contains("hir export", e.Message, StringComparison.Ordinal);
    }

    private static void RandomEntries(ISequenceEngine engine, ISequenceEngine judge, int seed)
    {
        Random random = new(seed);
        int vocab = engine.Limits.VocabularySize;
        List<(int Handle, int Prompt, int[] Tokens, List<int> Output)> open = [];
        Dictionary<int, int> uses = [];
        int[] handles = new int[3];
        int compared = 0;
        for (int step = 0; step < 60; step++)
        {
            foreach (var closed in open.Where(_ => random.Next(5) == 0).ToArray())
            {
                engine.Close(closed.Handle);
                open.Remove(closed);
                if (--uses[closed.Prompt] == 0) engine.Release(closed.Prompt);
            }

            // Three prompts of 1 to 12 tokens, each for one to three sequences.
            if (step % 20 == 0 || open.Count == 0 || random.Next(4) == 0)
            {
                int[][] prompts =
                    [.. handles.Select(_ => Enumerable.Range(0, random.Next(1, 13)).Select(_ => random.Next(vocab)).ToArray())];
                engine.Prefill(prompts, handles);
                for (int p = 0; p < prompts.Length; p++)
                {
                    uses[handles[p]] = random.Next(1, 4);
                    for (int s = 0; s < uses[handles[p]]; s++) open.Add((engine.Open(handles[p]), handles[p], prompts[p], []));
                }
            }

            var order = open.OrderBy(_ => random.Next()).ToArray();
            engine.Step(
                [.. order.Select(o => o.Handle)], [.. order.Select(o => o.Output.Count == 0 ? engine.FirstToken(o.Prompt) : o.Output[^1])]);
            for (int i = 0; i < order.Length; i++)
            {
                int next = random.Next(vocab);
                order[i].Output.Add(next);
                float[][][] alone = judge.Score([new PromptOutputs(order[i].Tokens, [[.. order[i].Output]])]);
                Assert.Equal(alone[0][0][^1], TokenDistribution.Logprob(engine.Logits(i), next, new float[vocab]), 1e-4f);
                compared++;
            }
        }

        Assert.True(compared > 200, $"only {compared} steps of rows");
        Assert.Equal(engine.Counters.SequenceSteps, engine.Counters.RowSteps);
    }

    private ModelFolder Tiny(string config) =>
        CheckpointExporter.Export(TinyCheckpoint.Write(_temp.File("source"), config: config), _temp.File("model"));
}
