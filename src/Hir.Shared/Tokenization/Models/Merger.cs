using System.Buffers;

namespace Hir.Shared.Tokenization.Models;

/// <summary>
/// Merges neighbouring tokens until none can be: always the merge of lowest rank, the leftmost of equals (Sennrich et al. 2016).
/// </summary>
internal static class Merger
{
    private const int ShortWord = 32; // up to here, looking at every pair each time is faster than a queue
    private const int NoMerge = int.MaxValue;

    /// <summary>Merges the ids from a position on.</summary>
    public static void Merge(MergeTable merges, List<int> ids, int from)
    {
        int count = ids.Count - from;
        if (count < 2) return;
        Span<int> tokens = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids)[from..];
        int left = count <= ShortWord ? MergeShort(merges, tokens) : MergeLong(merges, tokens);
        ids.RemoveRange(from + left, count - left);
    }

    private static int MergeShort(MergeTable merges, Span<int> tokens)
    {
        Span<(int Rank, int Result)> next = stackalloc (int, int)[tokens.Length]; // of each token and the one after it
        int count = tokens.Length;
        for (int i = 0; i + 1 < count; i++) next[i] = Find(merges, tokens[i], tokens[i + 1]);
        while (true)
        {
            int best = -1;
            int bestRank = NoMerge;
            for (int i = 0; i + 1 < count; i++)
            {
                if (next[i].Rank >= bestRank) continue;
                bestRank = next[i].Rank;
                best = i;
            }

            if (best < 0) return count;
            tokens[best] = next[best].Result;
            tokens[(best + 2)..count].CopyTo(tokens[(best + 1)..]);
            next[(best + 2)..count].CopyTo(next[(best + 1)..]);
            count--;
            if (best + 1 < count) next[best] = Find(merges, tokens[best], tokens[best + 1]);
            if (best > 0) next[best - 1] = Find(merges, tokens[best - 1], tokens[best]);
        }
    }

    /// <summary>The same by a queue of candidates over a linked list: time grows as n log n.</summary>
    private static int MergeLong(MergeTable merges, Span<int> tokens)
    {
        int count = tokens.Length;
        int[] links = ArrayPool<int>.Shared.Rent(count * 2);
        Span<int> before = links.AsSpan(0, count);
        Span<int> after = links.AsSpan(count, count);
        PriorityQueue<(int At, int Left, int Right, int Result), long> queue = new(count);
        for (int i = 0; i < count; i++)
        {
            before[i] = i - 1;
            after[i] = i + 1;
        }

        for (int i = 0; i + 1 < count; i++) Enqueue(queue, merges, tokens, i, i + 1);
        while (queue.TryDequeue(out (int At, int Left, int Right, int Result) merge, out _))
        {
            int at = merge.At;
            int right = after[at];
            if (tokens[at] != merge.Left || right >= count || tokens[right] != merge.Right) continue; // one of them has merged since
            tokens[at] = merge.Result;
            tokens[right] = -1;
            after[at] = after[right];
            if (after[at] < count)
            {
                before[after[at]] = at;
                Enqueue(queue, merges, tokens, at, after[at]);
            }

            if (before[at] >= 0) Enqueue(queue, merges, tokens, before[at], at);
        }

        int kept = 0;
        for (int i = 0; i < count; i = after[i]) tokens[kept++] = tokens[i];
        ArrayPool<int>.Shared.Return(links);
        return kept;
    }

    private static void Enqueue(
        PriorityQueue<(int At, int Left, int Right, int Result), long> queue,
        MergeTable merges,
        ReadOnlySpan<int> tokens,
        int left,
        int right)
    {
        if (!merges.TryGet(tokens[left], tokens[right], out (int Rank, int Result) merge)) return;
        queue.Enqueue((left, tokens[left], tokens[right], merge.Result), ((long)merge.Rank << 32) | (uint)left);
    }

    private static (int Rank, int Result) Find(MergeTable merges, int left, int right) =>
        merges.TryGet(left, right, out (int Rank, int Result) merge) ? merge : (NoMerge, 0);
}
