using Hir.Shared.Pairs;

namespace Hir.Learner.Batching;

/// <summary>
/// A part of a batch as the model takes it: prompts padded to one length, decoder inputs (the outputs shifted by one) grouped by prompt,
/// and which decoder positions are output tokens that are trained on. Only those pass through the vocabulary projection. Numbers only, so
/// that it can be tested without tensors.
/// </summary>
/// <remarks>
/// Lengths, not pad ids, say what is padding: an output may contain the pad token. A pair's prefix is in the decoder's input and nowhere
/// else, so that every term is of the tokens after it.
/// </remarks>
internal sealed class MicroBatch
{
    private MicroBatch(IReadOnlyList<TrainingPair> pairs, IReadOnlyList<IReadOnlyList<int>> prompts, int groups, int startId)
    {
        Pairs = pairs;
        Groups = groups;
        PromptLengths = [.. prompts.Select(p => p.Count)];
        PromptLength = PromptLengths.Max();
        PromptIds = new long[prompts.Count * PromptLength];
        for (int i = 0; i < prompts.Count; i++) Copy(prompts[i], PromptIds.AsSpan(i * PromptLength));

        OutputLength = pairs.Max(p => p.OutputTokenIds.Count);
        PairOfToken = [.. pairs.SelectMany((p, i) => Enumerable.Repeat(i, p.TrainedTokens))];
        OwnTargets = [.. pairs.SelectMany(Targets)];
        TokenWeights = [.. PairOfToken.Select(i => pairs[i].Weight)];
        StartId = startId;
    }

    /// <summary>The pairs whose terms this part computes.</summary>
    public IReadOnlyList<TrainingPair> Pairs { get; }

    /// <summary>The prompts' ids, [PromptLengths.Length * PromptLength].</summary>
    public long[] PromptIds { get; }

    /// <summary>Tokens of each prompt.</summary>
    public int[] PromptLengths { get; }

    /// <summary>The padded length of the prompts.</summary>
    public int PromptLength { get; }

    /// <summary>How many outputs the decoder runs under each prompt.</summary>
    public int Groups { get; }

    /// <summary>The padded length of the outputs.</summary>
    public int OutputLength { get; }

    /// <summary>The decoder's input ids, [prompts * Groups * OutputLength].</summary>
    public long[] DecoderIds { get; private set; } = [];

    /// <summary>For each output token that is trained on, pair after pair, the decoder position that predicts it under its own prompt.</summary>
    public long[] OwnPositions { get; private set; } = [];

    /// <summary>The output tokens that are trained on.</summary>
    public long[] OwnTargets { get; }

    /// <summary>Which of <see cref="Pairs"/> each output token belongs to.</summary>
    public int[] PairOfToken { get; }

    /// <summary>The weight of each output token: its pair's.</summary>
    public double[] TokenWeights { get; }

    /// <summary>With contrast prompts: the decoder positions of the outputs under them, pair after pair of
    /// <see cref="ContrastPairs"/>.</summary>
    public long[] ContrastPositions { get; private set; } = [];

    /// <summary>The output tokens at <see cref="ContrastPositions"/>.</summary>
    public long[] ContrastTargets { get; private set; } = [];

    /// <summary>Which of <see cref="ContrastPairs"/> each of them belongs to.</summary>
    public int[] ContrastPairOfToken { get; private set; } = [];

    /// <summary>Which of <see cref="Pairs"/> have a contrast prompt.</summary>
    public int[] ContrastPairs { get; private set; } = [];

    /// <summary>With every prompt of the batch: which prompt is pair i's own.</summary>
    public long[] OwnPrompts { get; private set; } = [];

    /// <summary>Tokens that pass through the model, padding included: what the budget of a micro-batch counts.</summary>
    public long PaddedTokens => PromptIds.LongLength + DecoderIds.LongLength;

    private int StartId { get; }

    /// <summary>Each output under its own prompt and perhaps its contrast prompt, all in one batch of prompts.</summary>
    public static MicroBatch WithContrast(IReadOnlyList<TrainingPair> pairs, int startId, bool contrast)
    {
        int[] contrasted = contrast ? [.. Enumerable.Range(0, pairs.Count).Where(i => pairs[i].ContrastPromptTokenIds is not null)] : [];
        MicroBatch batch = new(
            pairs, [.. pairs.Select(p => p.PromptTokenIds), .. contrasted.Select(i => pairs[i].ContrastPromptTokenIds!)], groups: 1, startId);
        int[] rows = [.. Enumerable.Range(0, pairs.Count), .. contrasted];
        batch.FillDecoder([.. rows.Select(i => pairs[i].OutputTokenIds)]);
        batch.OwnPositions = batch.Positions([.. Enumerable.Range(0, pairs.Count)], i => i);
        batch.ContrastPairs = contrasted;
        batch.ContrastPositions = batch.Positions(contrasted, c => pairs.Count + c);
        batch.ContrastTargets = [.. contrasted.SelectMany(i => Targets(pairs[i]))];
        batch.ContrastPairOfToken = [.. contrasted.SelectMany((i, c) => Enumerable.Repeat(c, pairs[i].TrainedTokens))];
        return batch;
    }

    /// <summary>Each of the outputs from <paramref name="first"/> on under the prompts of all pairs.</summary>
    public static MicroBatch UnderEveryPrompt(IReadOnlyList<TrainingPair> all, int first, int count, int startId)
    {
        TrainingPair[] pairs = [.. all.Skip(first).Take(count)];
        MicroBatch batch = new(pairs, [.. all.Select(p => p.PromptTokenIds)], groups: count, startId);
        batch.FillDecoder([.. Enumerable.Range(0, all.Count * count).Select(row => pairs[row % count].OutputTokenIds)]);
        batch.OwnPrompts = [.. Enumerable.Range(first, count).Select(k => (long)k)];
        int[] indices = [.. Enumerable.Range(0, count)];
        batch.OwnPositions = batch.Positions(indices, i => (first + i) * count + i);
        batch.ContrastPositions = [.. Enumerable.Range(0, all.Count).SelectMany(k => batch.Positions(indices, i => k * count + i))];
        batch.ContrastTargets = [.. Enumerable.Repeat(batch.OwnTargets, all.Count).SelectMany(t => t)];
        return batch;
    }

    /// <summary>The decoder positions of the outputs of some pairs, the n-th of which lies in decoder row
    /// <paramref name="row"/>(n).</summary>
    private long[] Positions(int[] pairs, Func<int, int> row)
    {
        List<long> positions = [];
        for (int n = 0; n < pairs.Length; n++)
        {
            long start = (long)row(n) * OutputLength;
            TrainingPair pair = Pairs[pairs[n]];
            for (int t = pair.PrefixLength; t < pair.OutputTokenIds.Count; t++) positions.Add(start + t);
        }

        return [.. positions];
    }

    private void FillDecoder(IReadOnlyList<IReadOnlyList<int>> outputs)
    {
        DecoderIds = new long[outputs.Count * OutputLength];
        for (int row = 0; row < outputs.Count; row++)
        {
            Span<long> ids = DecoderIds.AsSpan(row * OutputLength, OutputLength);
            ids[0] = StartId;
            for (int t = 1; t < outputs[row].Count; t++) ids[t] = outputs[row][t - 1];
        }
    }

    private static IEnumerable<long> Targets(TrainingPair pair) => pair.OutputTokenIds.Skip(pair.PrefixLength).Select(id => (long)id);

    private static void Copy(IReadOnlyList<int> ids, Span<long> to)
    {
        for (int i = 0; i < ids.Count; i++) to[i] = ids[i];
    }
}
