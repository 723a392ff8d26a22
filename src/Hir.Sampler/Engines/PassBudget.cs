using Hir.Shared.Weights.Architectures;

namespace Hir.Sampler.Engines;

/// <summary>How much of a decoder-only network's input goes through at once, so that the memory of a pass stays bounded whatever the prompts are.</summary>
/// <param name="config">The network.</param>
/// <param name="mostFloats">Elements that scores, logits and inner values of the feed-forward layers may have each.</param>
/// <param name="mostTokens">Tokens, padding included.</param>
internal sealed class PassBudget(DecoderConfig config, long mostFloats = 64L << 20, int mostTokens = 2048)
{
    /// <summary>Gate, up and their product are there together.</summary>
    private readonly long _mostTokens = Math.Clamp(mostFloats / (3L * config.IntermediateSize), 1, mostTokens);

    /// <summary>How many rows go through together, from one on: at least 1.</summary>
    public int CountOf(IReadOnlyList<PassRow> rows, int start)
    {
        int count = 0;
        long longest = 0;
        long wanted = 0;
        for (int i = start; i < rows.Count; i++)
        {
            longest = Math.Max(longest, rows[i].Length);
            wanted += rows[i].Length - rows[i].FirstWanted;
            long tokens = (count + 1) * longest;
            bool fits = tokens <= _mostTokens && tokens * longest * config.NumAttentionHeads <= mostFloats && wanted * config.VocabSize <= mostFloats;
            if (!fits && count > 0) break;
            count++;
        }

        return count;
    }

    /// <summary>How many tokens of a row go through at once when it is read alone, piece by piece: all where they fit.</summary>
    public int PieceOf(PassRow row)
    {
        long most = Math.Min(_mostTokens, mostFloats / ((long)row.Length * config.NumAttentionHeads));
        if (row.FirstWanted < row.Length) most = Math.Min(most, Math.Max(row.FirstWanted, mostFloats / config.VocabSize));
        return (int)Math.Clamp(most, 1, row.Length);
    }
}
