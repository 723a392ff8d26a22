using Hir.Sampler.Tests.Engines;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Weights.Architectures;
using Hir.Testing;
using Microsoft.ML.OnnxRuntime;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Hir.Sampler.Tests.Export;

/// <summary>
/// encoder_model.onnx and decoder_model_merged.onnx: what Optimum's own have, fed as Optimum and Transformers.js feed them.
/// </summary>
public sealed class OptimumGraphTests(ReferenceModels models) : IClassFixture<ReferenceModels>
{
    public static TheoryData<string> Names => [.. ReferenceModels.Names];

    [SharedFact]
    public void Graphs_InputsAndOutputs_AreOptimums()
    {
        ModelFolder folder = models.Folder("t5-v1.1-gated-gelu-untied");
        using OptimumGraphs graphs = new(folder);

        Assert.Equal(
            ["input_ids Int64 [batch_size, encoder_sequence_length]", "attention_mask Int64 [batch_size, encoder_sequence_length]"],
            Describe(graphs.Encoder.InputMetadata));
        Assert.Equal(["last_hidden_state Float [batch_size, encoder_sequence_length, 48]"], Describe(graphs.Encoder.OutputMetadata));
        string[] parts = ["decoder.key", "decoder.value", "encoder.key", "encoder.value"];
        Assert.Equal(
            [
                "encoder_attention_mask Int64 [batch_size, encoder_sequence_length]",
                "input_ids Int64 [batch_size, decoder_sequence_length]",
                "encoder_hidden_states Float [batch_size, encoder_sequence_length, 48]",
                .. Enumerable.Range(0, 2).SelectMany(i => parts.Select(part => $"past_key_values.{i}.{part} Float "
                    + $"[batch_size, 2, {(part[0] == 'd' ? "past_decoder_sequence_length" : "encoder_sequence_length_out")}, 16]")),
                "use_cache_branch Bool [1]",
            ],
            Describe(graphs.Decoder.InputMetadata));
        Assert.Equal(
            ["logits", .. Enumerable.Range(0, 2).SelectMany(i => parts.Select(part => $"present.{i}.{part}"))],
            graphs.Decoder.OutputMetadata.Keys);
    }

    // A first step brings a past that doesn't count: Transformers.js one without entries, Optimum one of a single entry.
    [SharedTheory, MemberData(nameof(Names))]
    public void Decoder_FirstStepOfAPaddedBatch_GivesTheReferenceLogprobs(string name)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        int[][] prompts = [.. pairs.Select(p => p.InputIds)];
        int[][] outputs = [.. pairs.Select(p => p.OutputIds)];
        using OptimumGraphs graphs = new(models.Folder(name));
        PlainTensor<float> hidden = graphs.Encode(prompts);
        foreach (int dummy in (int[])[0, 1])
        {
            var result = graphs.Decode(
                prompts, Shifted(name, outputs), hidden, graphs.Past(pairs.Length, dummy, float.NaN), useCache: false);
            PlainTensor<float> logits = result["logits"];
            Assert.Equal([pairs.Length, outputs.Max(o => o.Length), models.Folder(name).Config.VocabSize], logits.Shape);
            Assert.Equal(prompts.Max(p => p.Length), result["present.0.encoder.key"].Shape[2]);
            Assert.Equal(outputs.Max(o => o.Length), result["present.1.decoder.value"].Shape[2]);
            for (int row = 0; row < pairs.Length; row++)
            {
                for (int t = 0; t < outputs[row].Length; t++)
                {
                    Assert.Equal(pairs[row].Logprobs[t], T5Graphs.LogSoftmax(Row(logits, row, t))[outputs[row][t]], 2e-4);
                }
            }
        }
    }

    // Later steps bring the first one's keys and values of the prompt, and its hidden states, which must not be read again.
    [SharedTheory, MemberData(nameof(Names))]
    public void Decoder_LaterSteps_GiveTheReferenceTokens(string name)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        int[][] prompts = [.. pairs.Select(p => p.InputIds)];
        using OptimumGraphs graphs = new(models.Folder(name));
        PlainTensor<float> hidden = graphs.Encode(prompts);
        PlainTensor<float> unread = hidden with { Data = [.. hidden.Data.Select(_ => float.NaN)] };
        int[][] ids = Shifted(name, [.. pairs.Select(_ => new int[1])]);
        Dictionary<string, PlainTensor<float>> past = graphs.Past(pairs.Length, 0, 0);
        List<int>[] generated = [.. pairs.Select(_ => new List<int>())];
        for (int t = 0; t < pairs[0].Greedy.Length; t++)
        {
            var result = graphs.Decode(prompts, ids, t == 0 ? hidden : unread, past, useCache: t > 0);
            foreach ((string key, PlainTensor<float> value) in result)
            {
                if (t == 0 || key.Contains("decoder", StringComparison.Ordinal)) past[key] = value;
            }

            Assert.Equal(past["present.0.encoder.value"].Data, result["present.0.encoder.value"].Data);
            ids = [.. pairs.Select((_, row) => new[] { TensorPrimitives.IndexOfMax(Row(result["logits"], row, 0)) })];
            for (int row = 0; row < pairs.Length; row++) generated[row].Add(ids[row][0]);
        }

        for (int row = 0; row < pairs.Length; row++) Assert.Equal(pairs[row].Greedy, generated[row]);
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Decoder_SeveralTokensAfterALongPast_EqualOneRun(string name)
    {
        int[][] prompts = [ReferenceModels.Pairs(name)[0].InputIds];
        using OptimumGraphs graphs = new(models.Folder(name));
        PlainTensor<float> hidden = graphs.Encode(prompts);
        int[] output = [.. Enumerable.Range(0, 150).Select(t => (t * 7 % 90) + 2)];
        PlainTensor<float> whole = graphs.Decode(prompts, [output], hidden, graphs.Past(1, 0, 0), useCache: false)["logits"];
        var first = graphs.Decode(prompts, [output[..141]], hidden, graphs.Past(1, 0, 0), useCache: false);
        PlainTensor<float> last = graphs.Decode(prompts, [output[141..]], hidden, first, useCache: true)["logits"];
        float tolerance = ((T5Config)models.Folder(name).Config).IsGated ? 2e-3f : 1e-5f;
        for (int t = 141; t < 150; t++)
        {
            ReadOnlySpan<float> expected = Row(whole, 0, t);
            ReadOnlySpan<float> actual = Row(last, 0, t - 141);
            for (int v = 0; v < expected.Length; v++) Assert.Equal(expected[v], actual[v], tolerance);
        }
    }

    private static ReadOnlySpan<float> Row(PlainTensor<float> logits, int row, int t)
    {
        int vocab = (int)logits.Shape[2];
        return logits.Data.AsSpan(((row * (int)logits.Shape[1]) + t) * vocab, vocab);
    }

    private static string[] Describe(IReadOnlyDictionary<string, NodeMetadata> values) =>
        [.. values.Select(v => $"{v.Key} {v.Value.ElementDataType} [{string.Join(", ", Sizes(v.Value))}]")];

    private static IEnumerable<string> Sizes(NodeMetadata value) =>
        value.Dimensions.Zip(value.SymbolicDimensions, (size, symbol) => size < 0 ? symbol : $"{size}");

    /// <summary>What the decoder is given: the start token, then all but the last of each output.</summary>
    private int[][] Shifted(string name, int[][] outputs)
    {
        int start = GenerationTokens.Load(models.Folder(name).Path).DecoderStartId!.Value;
        return [.. outputs.Select(o => (int[])[start, .. o[..^1]])];
    }
}
