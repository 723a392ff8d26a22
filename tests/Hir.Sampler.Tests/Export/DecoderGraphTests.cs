using FsCheck;
using FsCheck.Fluent;
using Hir.Export;
using Hir.Sampler.Tests.Engines;
using Hir.Testing;

namespace Hir.Sampler.Tests.Export;

public sealed class DecoderGraphTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public static TheoryData<string> Names => [.. ReferenceModels.DecoderNames];

    public void Dispose() => _temp.Dispose();

    [SharedTheory, MemberData(nameof(Names))]
    public void Model_ReferencePairs_MatchesPyTorch(string name)
    {
        using DecoderGraphs graphs = Reference(name);
        int vocab = graphs.Config.VocabSize;
        foreach (ReferencePair pair in ReferenceModels.Pairs(name))
        {
            float[] logits = graphs.Alone([.. pair.InputIds, .. pair.OutputIds]);
            for (int i = 0; i < pair.OutputIds.Length; i++)
            {
                double[] logprobs = T5Graphs.LogSoftmax(logits.AsSpan((pair.InputIds.Length - 1 + i) * vocab, vocab));
                Assert.Equal(pair.Logprobs[i], logprobs[pair.OutputIds[i]], 2e-4);
            }

            AssertNear(pair.LogitsLast, logits.AsSpan((pair.InputIds.Length - 1) * vocab, vocab), 2e-4);
        }
    }

    public static TheoryData<string, string> Paddings
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string name in ReferenceModels.DecoderNames)
            {
                foreach (string padding in (string[])["left", "right", "scattered"]) data.Add(name, padding);
            }

            return data;
        }
    }

    /// <summary>
    /// A padded batch and then steps, with the mask that grows by a 1 a row: left as Transformers.js pads, right as others may.
    /// </summary>
    [SharedTheory, MemberData(nameof(Paddings))]
    public void Model_PaddedBatchAndSteps_GivesEachRowWhatItGivesAlone(string name, string padding)
    {
        using DecoderGraphs graphs = Reference(name);
        PaddedBatch(graphs, padding, buffer: 0);
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Model_OneBufferForPastAndPresent_GivesTheSame(string name)
    {
        using DecoderGraphs graphs = Reference(name);
        PaddedBatch(graphs, "left", buffer: 40);
        PaddedBatch(graphs, "right", buffer: 40);
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Model_PrefixReused_ContinuesIt(string name)
    {
        using DecoderGraphs graphs = Reference(name);
        int[] tokens = Tokens(graphs, 5, 17);
        float[] whole = graphs.Alone(tokens);
        DecoderGraphs.Cache cache = graphs.NewCache(1, 0, graphs.Config.HeadDim);
        int vocab = graphs.Config.VocabSize;
        foreach ((int start, int count) in new[] { (0, 7), (7, 4), (11, 1), (12, 5) })
        {
            (float[] logits, cache) = graphs.Run(
                [[.. tokens.Skip(start).Take(count).Select(id => (long)id)]], [[.. Enumerable.Repeat(1L, start + count)]],
                [[.. Enumerable.Range(start, count).Select(i => (long)i)]], cache);
            AssertNear(whole.AsSpan(start * vocab, count * vocab), logits, 1e-4);
        }
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Sampler_BatchThenSteps_EqualsTheModelAlone(string name)
    {
        using DecoderGraphs graphs = Reference(name);
        int vocab = graphs.Config.VocabSize;
        int[][] rows = [Tokens(graphs, 1, 12), Tokens(graphs, 2, 9), Tokens(graphs, 3, 20), Tokens(graphs, 4, 8)];
        int[] lengths = [4, 1, 9, 7];
        float[][] alone = [.. rows.Select(graphs.Alone)];
        DecoderGraphs.Cache cache = graphs.NewCache(rows.Length, 20, graphs.SamplerWidth, fill: -77.25f);

        // Wanted are the last two tokens of each row where it has two, in any order.
        (int Row, int Place)[] wanted = [(3, 6), (0, 3), (0, 2), (2, 8), (1, 0)];
        int[][] padded = [.. rows.Select((row, r) => row.Take(lengths[r]).Concat(Enumerable.Repeat(0, 9 - lengths[r])).ToArray())];
        float[] logits = graphs.Run(padded, new long[4], [.. wanted.Select(w => (w.Row * 9L) + w.Place)], cache);
        for (int i = 0; i < wanted.Length; i++)
        {
            AssertNear(alone[wanted[i].Row].AsSpan(wanted[i].Place * vocab, vocab), logits.AsSpan(i * vocab, vocab), 1e-4);
        }

        // Rows of different lengths advance together.
        while (lengths.Zip(rows).All(pair => pair.First < pair.Second.Length))
        {
            logits = graphs.Run(
                [.. rows.Select((row, r) => new[] { row[lengths[r]] })], [.. lengths.Select(l => (long)l)], [0, 1, 2, 3], cache);
            for (int r = 0; r < rows.Length; r++)
            {
                AssertNear(alone[r].AsSpan(lengths[r] * vocab, vocab), logits.AsSpan(r * vocab, vocab), 1e-4);
                lengths[r]++;
            }
        }

        Assert.Equal(8, lengths[3]);
    }

    [SharedFact]
    public void Sampler_NothingWanted_FillsTheCacheAlone()
    {
        using DecoderGraphs graphs = Reference("llama-gqa");
        int[] tokens = Tokens(graphs, 6, 8);
        DecoderGraphs.Cache silent = graphs.NewCache(1, 10, graphs.SamplerWidth, fill: 3);
        DecoderGraphs.Cache asked = graphs.NewCache(1, 10, graphs.SamplerWidth, fill: 3);
        Assert.Empty(graphs.Run([tokens], [0], [], silent));
        graphs.Run([tokens], [0], [0, 5], asked);
        for (int t = 0; t < silent.Tensors.Length; t++)
        {
            Assert.Equal(asked.Tensors[t], silent.Tensors[t]);
            Assert.Equal(3, silent.Tensors[t][^1]);
            Assert.NotEqual(3, silent.Tensors[t][0]);
        }
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Plain_ReferencePairs_MatchesPyTorch(string name)
    {
        PlainDecoder plain = new(SharedFixtures.PathOf("fixtures", "models", name));
        ReferencePair pair = ReferenceModels.Pairs(name)[0];
        AssertNear(pair.LogitsLast, [.. plain.Logits(pair.InputIds)[^1].Select(v => (float)v)], 2e-4);
    }

    [Fact]
    public void Graphs_RandomNetworks_ComputeWhatIsWrittenDown()
    {
        Gen<string> configs =
            from family in Gen.Elements("llama", "qwen2", "qwen3")
            from keyValueHeads in Gen.Choose(1, 3)
            from grouped in Gen.Choose(1, 3)
            from headDim in Gen.Elements(2, 4, 6, 8, 10, 12, 16, 20)
            from hidden in Gen.Choose(3, 20)
            from inner in Gen.Choose(2, 24)
            from layers in Gen.Choose(1, 3)
            from biased in Gen.Elements("true", "false")
            from tied in Gen.Elements("true", "false")
            from rope in Gen.Elements(
                "null", """{"rope_type":"linear","factor":2.5}""",
                """{"rope_type":"llama3","factor":4.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8}""")
            select $$"""
                {"model_type":"{{family}}","vocab_size":23,"hidden_size":{{hidden}},"intermediate_size":{{inner}},"num_hidden_layers":{{layers}},
                "num_attention_heads":{{keyValueHeads * grouped}},"num_key_value_heads":{{keyValueHeads}},"head_dim":{{headDim}},
                "attention_bias":{{biased}},"mlp_bias":{{biased}},"tie_word_embeddings":{{tied}},"rope_scaling":{{rope}},"rope_theta":100,
                "max_position_embeddings":64,"rms_norm_eps":1e-5}
                """;
        int number = 0;
        Prop.ForAll(configs.ToArbitrary(), config =>
        {
            string source = TinyCheckpoint.Write(_temp.File($"source-{++number}"), seed: number, config: config);
            using DecoderGraphs graphs = new(CheckpointExporter.Export(source, _temp.File($"model-{number}")));
            PlainDecoder plain = new(source);
            int[] tokens = Tokens(graphs, number, 11);
            float[] expected = [.. plain.Logits(tokens).SelectMany(row => row.Select(v => (float)v))];
            AssertNear(expected, graphs.Alone(tokens), 1e-4);

            DecoderGraphs.Cache cache = graphs.NewCache(1, 16, graphs.SamplerWidth, fill: 9);
            float[] sampled =
            [
                .. graphs.Run([tokens[..6]], [0], [0, 1, 2, 3, 4, 5], cache), .. graphs.Run([tokens[6..10]], [6], [0, 1, 2, 3], cache),
                .. graphs.Run([tokens[10..]], [10], [0], cache),
            ];
            AssertNear(expected, sampled, 1e-4);
            PaddedBatch(graphs, "left", buffer: 0);
            PaddedBatch(graphs, "right", buffer: 33);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    private static void PaddedBatch(DecoderGraphs graphs, string padding, int buffer)
    {
        const int Prompt = 9, Steps = 4;
        int vocab = graphs.Config.VocabSize;
        int[] lengths = [9, 3, 1, 6];
        int[][] rows = [.. lengths.Select((length, r) => Tokens(graphs, r, length + Steps))];
        float[][] alone = [.. rows.Select(graphs.Alone)];
        long[][] mask = [.. lengths.Select(length => Mask(length, Prompt, padding))];
        long[][] ids = new long[rows.Length][];
        long[][] positions = new long[rows.Length][];
        for (int r = 0; r < rows.Length; r++)
        {
            // Padding holds a token and a position that would show if they were read.
            (ids[r], positions[r]) = ([.. Enumerable.Repeat(2L, Prompt)], [.. Enumerable.Repeat(1L, Prompt)]);
            for (int place = 0, next = 0; place < Prompt; place++)
            {
                if (mask[r][place] == 1) (ids[r][place], positions[r][place]) = (rows[r][next], next++);
            }
        }

        (float[] logits, DecoderGraphs.Cache cache) = graphs.Run(
            ids, mask, positions, graphs.NewCache(rows.Length, buffer, graphs.Config.HeadDim, fill: 5));
        for (int r = 0; r < rows.Length; r++)
        {
            for (int place = 0, next = 0; place < Prompt; place++)
            {
                Assert.True(float.IsFinite(logits[((r * Prompt) + place) * vocab]), "padding gave no number");
                if (mask[r][place] == 0) continue;
                AssertNear(alone[r].AsSpan(next++ * vocab, vocab), logits.AsSpan(((r * Prompt) + place) * vocab, vocab), 1e-4);
            }
        }

        for (int step = 0; step < Steps; step++)
        {
            mask = [.. mask.Select(row => row.Append(1L).ToArray())];
            (logits, cache) = graphs.Run(
                [.. rows.Select((row, r) => new[] { (long)row[lengths[r] + step] })], mask,
                [.. lengths.Select(length => new[] { (long)(length + step) })], cache);
            for (int r = 0; r < rows.Length; r++)
            {
                AssertNear(alone[r].AsSpan((lengths[r] + step) * vocab, vocab), logits.AsSpan(r * vocab, vocab), 1e-4);
            }
        }
    }

    private static long[] Mask(int length, int width, string padding)
    {
        long[] mask = new long[width];
        for (int i = 0; i < length; i++)
        {
            mask[padding switch { "left" => width - length + i, "right" => i, _ => ((i * 2) + length) % width }] = 1;
        }

        return mask;
    }

    private static int[] Tokens(DecoderGraphs graphs, int row, int length) =>
        [.. Enumerable.Range(0, length).Select(i => ((row * 31) + (i * 7) + (i * i)) % graphs.Config.VocabSize)];

    private DecoderGraphs Reference(string name) =>
        new(CheckpointExporter.Export(SharedFixtures.PathOf("fixtures", "models", name), _temp.File(name)));

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
