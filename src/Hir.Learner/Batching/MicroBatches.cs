using Hir.Shared.Pairs;

namespace Hir.Learner.Batching;

/// <summary>Splits a batch into micro-batches of prompts of similar length, each within a budget of tokens.</summary>
internal static class MicroBatches
{
    // A part is not cut for the sake of its padding before it is this large: small products waste more than padding does.
    private const long SmallPart = 1024;

    // A part is cut where padding its prompts to the next length would add this share to what they hold.
    private const double PaddingShare = 0.1;

    /// <summary>Splits a batch. Every pair is in exactly one part; a pair larger than the budget is a part of its own.</summary>
    /// <param name="batch">The pairs.</param>
    /// <param name="rows">Under which prompts the outputs are needed.</param>
    /// <param name="tokenBudget">Padded tokens at most a micro-batch, prompts and decoder positions together.</param>
    /// <param name="startId">The decoder's first input.</param>
    /// <param name="negatives">How many prompts of others, with <see cref="PromptRows.OwnAndNegatives"/>.</param>
    public static IEnumerable<MicroBatch> Split(
        IReadOnlyList<TrainingPair> batch, PromptRows rows, long tokenBudget, int startId, int negatives = 0)
    {
        var others = rows == PromptRows.OwnAndNegatives ? OtherPrompts.Negatives(batch, negatives) : null;
        (TrainingPair Pair, IReadOnlyList<IReadOnlyList<int>> Others)[] ordered = [.. batch
            .Select(p => (Pair: p, Others: others is null ? OtherPrompts.Contrast(p, rows == PromptRows.OwnAndContrast) : others[p]))
            .OrderBy(p => PromptLength(p.Pair, p.Others)).ThenBy(p => p.Pair.OutputTokenIds.Count)];
        return rows == PromptRows.Every
            ? UnderEveryPrompt([.. ordered.Select(p => p.Pair)], tokenBudget, startId)
            : InBuckets(ordered, tokenBudget, startId);
    }

    /// <summary>
    /// Each pair by itself and without padding, the last one first: the order in which autograd adds up the gradients of a sum over pairs.
    /// For very small models, whose training is compared step by step with that of other programs.
    /// </summary>
    public static IEnumerable<MicroBatch> OneByOne(IReadOnlyList<TrainingPair> batch, int startId) =>
        batch.Reverse().Select(pair => MicroBatch.WithContrast([pair], startId, contrast: false));

    private static IEnumerable<MicroBatch> InBuckets(
        (TrainingPair Pair, IReadOnlyList<IReadOnlyList<int>> Others)[] ordered, long tokenBudget, int startId)
    {
        int start = 0;
        long held = 0;
        int output = 0;
        long rows = 0;
        for (int i = 0; i < ordered.Length; i++)
        {
            (TrainingPair pair, IReadOnlyList<IReadOnlyList<int>> others) = ordered[i];
            int prompt = PromptLength(pair, others);
            int pairRows = 1 + others.Count;
            int longest = Math.Max(output, pair.OutputTokenIds.Count);
            long padded = (rows + pairRows) * (prompt + longest);
            bool wasteful = rows * prompt > SmallPart && rows * prompt > held * (1 + PaddingShare);
            if (i > start && (padded > tokenBudget || wasteful))
            {
                yield return Part(start, i);
                (start, held, rows, longest) = (i, 0, 0, pair.OutputTokenIds.Count);
            }

            output = longest;
            rows += pairRows;
            held += pair.PromptTokenIds.Count + others.Sum(o => (long)o.Count);
        }

        yield return Part(start, ordered.Length);

        MicroBatch Part(int from, int to) =>
            MicroBatch.UnderPrompts([.. ordered[from..to].Select(p => p.Pair)], [.. ordered[from..to].Select(p => p.Others)], startId);
    }

    /// <summary>The prompts are the whole batch's in every part, so that the negatives of Eq. 4 do not depend on the budget; the outputs
    /// are split.</summary>
    private static IEnumerable<MicroBatch> UnderEveryPrompt(TrainingPair[] ordered, long tokenBudget, int startId)
    {
        long prompts = (long)ordered.Length * ordered.Max(p => p.PromptTokenIds.Count);
        for (int start = 0; start < ordered.Length;)
        {
            int count = 0;
            int output = 0;
            while (start + count < ordered.Length)
            {
                int longest = Math.Max(output, ordered[start + count].OutputTokenIds.Count);
                if (count > 0 && prompts + (long)ordered.Length * (count + 1) * longest > tokenBudget) break;
                output = longest;
                count++;
            }

            yield return MicroBatch.UnderEveryPrompt(ordered, start, count, startId);
            start += count;
        }
    }

    private static int PromptLength(TrainingPair pair, IReadOnlyList<IReadOnlyList<int>> others) =>
        others.Aggregate(pair.PromptTokenIds.Count, (longest, prompt) => Math.Max(longest, prompt.Count));
}
