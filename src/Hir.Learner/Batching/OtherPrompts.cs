using Hir.Shared.Pairs;

namespace Hir.Learner.Batching;

/// <summary>Which prompts besides its own an output is needed under.</summary>
internal static class OtherPrompts
{
    /// <summary>The contrast prompt, where the pair has one and it is wanted.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Contrast(TrainingPair pair, bool wanted) =>
        wanted && pair.ContrastPromptTokenIds is { } prompt ? [prompt] : [];

    /// <summary>
    /// For each pair of a batch the prompts of <paramref name="count"/> others, spread evenly over the batch's own order from the pair on:
    /// the
    /// batch is shuffled within its successes and within the rest, so that both are among them.
    /// </summary>
    public static Dictionary<TrainingPair, IReadOnlyList<IReadOnlyList<int>>> Negatives(IReadOnlyList<TrainingPair> batch, int count)
    {
        int most = Math.Min(count, batch.Count - 1);
        Dictionary<TrainingPair, IReadOnlyList<IReadOnlyList<int>>> others = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < batch.Count; i++)
        {
            int first = i;
            others[batch[i]] = [.. Enumerable.Range(1, most)
                .Select(j => batch[(int)((first + (long)j * batch.Count / (most + 1)) % batch.Count)].PromptTokenIds)];
        }

        return others;
    }
}
