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
    public static IEnumerable<MicroBatch> Split(IReadOnlyList<TrainingPair> batch, PromptRows rows, long tokenBudget, int startId)
    {
        bool contrast = rows == PromptRows.OwnAndContrast;
        TrainingPair[] ordered = [.. batch.OrderBy(p => PromptLength(p, contrast)).ThenBy(p => p.OutputTokenIds.Count)];
        return rows == PromptRows.Every ? UnderEveryPrompt(ordered, tokenBudget, startId) : InBuckets(ordered, contrast, tokenBudget, startId);
    }

    /// <summary>
    /// Each pair by itself and without padding, the last one first: the order in which autograd adds up the gradients of a sum over pairs.
    /// For very small models, whose training is compared step by step with that of other programs.
    /// </summary>
    public static IEnumerable<MicroBatch> OneByOne(IReadOnlyList<TrainingPair> batch, int startId) =>
        batch.Reverse().Select(pair => MicroBatch.WithContrast([pair], startId, contrast: false));

    private static IEnumerable<MicroBatch> InBuckets(TrainingPair[] ordered, bool contrast, long tokenBudget, int startId)
    {
        int start = 0;
        long held = 0;
        int output = 0;
        long rows = 0;
        for (int i = 0; i < ordered.Length; i++)
        {
            TrainingPair pair = ordered[i];
            int prompt = PromptLength(pair, contrast);
            int pairRows = contrast && pair.ContrastPromptTokenIds is not null ? 2 : 1;
            int longest = Math.Max(output, pair.OutputTokenIds.Count);
            long padded = (rows + pairRows) * (prompt + longest);
            bool wasteful = rows * prompt > SmallPart && rows * prompt > held * (1 + PaddingShare);
            if (i > start && (padded > tokenBudget || wasteful))
            {
                yield return MicroBatch.WithContrast(ordered[start..i], startId, contrast);
                (start, held, rows, longest) = (i, 0, 0, pair.OutputTokenIds.Count);
            }

            output = longest;
            rows += pairRows;
            held += pair.PromptTokenIds.Count + (pairRows == 2 ? pair.ContrastPromptTokenIds!.Count : 0);
        }

        yield return MicroBatch.WithContrast(ordered[start..], startId, contrast);
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

    private static int PromptLength(TrainingPair pair, bool contrast) =>
        contrast ? Math.Max(pair.PromptTokenIds.Count, pair.ContrastPromptTokenIds?.Count ?? 0) : pair.PromptTokenIds.Count;
}
