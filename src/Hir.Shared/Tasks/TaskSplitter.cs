using Hir.Shared.Tasks.Families;

namespace Hir.Shared.Tasks;

/// <summary>The 80/20 split: a permutation by seed, in which examples with the same query stay on the same side.</summary>
internal static class TaskSplitter
{
    private const double TrainShare = .8;

    /// <summary>One side of the split, in the order of the permutation. The test side is empty where all examples share a query.</summary>
    public static IReadOnlyList<TaskExample> Split(IReadOnlyList<TaskExample> examples, TaskSplit split, long seed)
    {
        if (split == TaskSplit.All) return examples;
        List<TaskExample>[] groups = [.. examples.GroupBy(QueryKey, StringComparer.Ordinal).Select(g => g.ToList())];
        SeededRandom random = SeededRandom.For("split", seed);
        groups = random.Sample(groups, groups.Length);

        int wanted = (int)Math.Round(TrainShare * examples.Count, MidpointRounding.AwayFromZero);
        int trainGroups = 0;
        for (int count = 0; trainGroups < groups.Length && count < wanted; trainGroups++) count += groups[trainGroups].Count;
        if (trainGroups == groups.Length && groups.Length > 1) trainGroups--;
        return [.. (split == TaskSplit.Train ? groups[..trainGroups] : groups[trainGroups..]).SelectMany(g => g)];
    }

    // Tokenizers see no difference in the amount of white space, so neither does the split.
    private static string QueryKey(TaskExample example) =>
        string.Join(' ', example.Query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
