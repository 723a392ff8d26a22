using System.Runtime.InteropServices;
using Hir.Sampler.Engines;

namespace Hir.Sampler.Decoding;

/// <summary>Scoring requests with one and the same prompt.</summary>
/// <param name="Source">The prompt's length.</param>
/// <param name="Target">The longest output's length.</param>
/// <param name="Requests">Their numbers.</param>
internal sealed record ScoringGroup(int Source, int Target, IReadOnlyList<int> Requests)
{
    /// <summary>Groups the requests, and orders the groups so that neighbours have about one shape.</summary>
    /// <param name="requests">Prompts and outputs.</param>
    /// <param name="mostOutputs">Outputs in a group at most.</param>
    /// <param name="mostTargets">Output positions in a group at most, padding included; a single output may be longer.</param>
    public static IReadOnlyList<ScoringGroup> Of(IReadOnlyList<ScoringRequest> requests, int mostOutputs, long mostTargets)
    {
        Dictionary<int[], List<int>> byPrompt = new(TokenComparer.Instance);
        for (int i = 0; i < requests.Count; i++)
        {
            ref List<int>? group = ref CollectionsMarshal.GetValueRefOrAddDefault(byPrompt, requests[i].PromptTokenIds, out _);
            (group ??= []).Add(i);
        }

        return
        [
            .. byPrompt.Values
                .SelectMany(group => Split(requests, group, mostOutputs, mostTargets))
                .OrderByDescending(g => g.Requests.Count)
                .ThenByDescending(g => Magnitude(g.Target))
                .ThenByDescending(g => g.Source)
                .ThenBy(g => g.Requests[0]),
        ];
    }

    /// <summary>What the engine is given.</summary>
    public PromptOutputs ToPromptOutputs(IReadOnlyList<ScoringRequest> requests) =>
        new(requests[Requests[0]].PromptTokenIds, [.. Requests.Select(i => requests[i].OutputTokenIds)]);

    /// <summary>Longest outputs first, so that a part holds outputs of about one length.</summary>
    private static IEnumerable<ScoringGroup> Split(IReadOnlyList<ScoringRequest> requests, List<int> group, int mostOutputs, long mostTargets)
    {
        int[] sorted = [.. group.OrderByDescending(i => requests[i].OutputTokenIds.Length)];
        for (int start = 0; start < sorted.Length;)
        {
            int target = requests[sorted[start]].OutputTokenIds.Length;
            int count = (int)Math.Clamp(mostTargets / Math.Max(1, target), 1, mostOutputs);
            count = Math.Min(count, sorted.Length - start);
            yield return new ScoringGroup(requests[sorted[start]].PromptTokenIds.Length, target, sorted[start..(start + count)]);
            start += count;
        }
    }

    /// <summary>Lengths within a factor of about one and a half count as one.</summary>
    private static int Magnitude(int length) => (int)(Math.Log2(Math.Max(1, length)) * 1.7);

    private sealed class TokenComparer : IEqualityComparer<int[]>
    {
        public static TokenComparer Instance { get; } = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] tokens)
        {
            HashCode hash = default;
            hash.AddBytes(MemoryMarshal.AsBytes(tokens.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
