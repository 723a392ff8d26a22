using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Engines;

/// <summary>Takes the logits for the token after a place of a row; they are overwritten when the call has returned.</summary>
internal delegate void TakeLogits(int row, int place, ReadOnlySpan<float> logits);

/// <summary>Reads whole sequences with a decoder-only network's graph, many together, padded at their ends; one that is too long goes through in pieces.</summary>
internal sealed class SequencePass(InferenceSession session, GraphShape shape, PassBudget budget, int padId, EngineCounters counters) : IDisposable
{
    private readonly TensorBinding _binding = new(session);
    private readonly NativeBuffer<long> _ids = new();
    private readonly NativeBuffer<long> _past = new();
    private readonly NativeBuffer<long> _wanted = new();
    private readonly NativeBuffer<float> _logits = new();

    /// <summary>Reads rows, which fit into the budget together or are one.</summary>
    /// <param name="cache">Receives the keys and values: entry i those of row i.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="take">Called for every wanted place, row by row.</param>
    public void Run(AttentionCache cache, ReadOnlySpan<PassRow> rows, TakeLogits? take = null)
    {
        int longest = 0;
        foreach (PassRow row in rows) longest = Math.Max(longest, row.Length);
        cache.Reset(rows.Length, longest);
        if (rows.Length == 1) Continue(cache, rows[0], 0, take);
        else RunPiece(cache, rows, 0, longest, take);
    }

    /// <summary>Reads the rest of a row whose beginning a cache of one entry holds, piece by piece where it is long.</summary>
    /// <param name="cache">Has room for the whole row; what it holds from the start on is written over.</param>
    /// <param name="row">The row.</param>
    /// <param name="start">How many of its tokens the cache holds.</param>
    /// <param name="take">Called for every wanted place from the start on.</param>
    public void Continue(AttentionCache cache, PassRow row, int start, TakeLogits? take = null)
    {
        int piece = budget.PieceOf(row);
        for (; start < row.Length; start += piece) RunPiece(cache, [row], start, Math.Min(piece, row.Length - start), take);
    }

    public void Dispose()
    {
        _binding.Dispose();
        _ids.Dispose();
        _past.Dispose();
        _wanted.Dispose();
        _logits.Dispose();
    }

    private void RunPiece(AttentionCache cache, ReadOnlySpan<PassRow> rows, int start, int target, TakeLogits? take)
    {
        int wanted = Fill(rows, start, target);
        _logits.Reserve(Math.Max(1, (long)wanted * shape.VocabularySize));
        _binding.Input(GraphNames.InputIds, _ids.Tensor(rows.Length, target));
        _binding.Input(GraphNames.PastLengths, _past.Tensor(rows.Length));
        _binding.Input(GraphNames.OutputPositions, _wanted.Tensor(wanted));
        _binding.Output(GraphNames.Logits, _logits.Tensor(wanted, shape.VocabularySize));
        _binding.Cache(cache);
        long begin = Stopwatch.GetTimestamp();
        _binding.Run();
        counters.PrefillTime += Stopwatch.GetElapsedTime(begin);
        _binding.Clear();
        if (take is null) return;

        int next = 0;
        for (int r = 0; r < rows.Length; r++)
        {
            for (int place = Math.Max(start, rows[r].FirstWanted); place < Math.Min(rows[r].Length, start + target); place++)
            {
                take(r, place, _logits.Slice((long)next++ * shape.VocabularySize, shape.VocabularySize));
            }
        }
    }

    /// <summary>Sets the inputs and returns the number of wanted places.</summary>
    private int Fill(ReadOnlySpan<PassRow> rows, int start, int target)
    {
        _ids.Reserve((long)rows.Length * target);
        _wanted.Reserve((long)rows.Length * target);
        _past.Reserve(rows.Length);
        _past.Slice(0, rows.Length).Fill(start);
        Span<long> places = _wanted.Slice(0, rows.Length * target);
        int wanted = 0;
        for (int r = 0; r < rows.Length; r++)
        {
            Span<long> ids = _ids.Slice((long)r * target, target);
            for (int t = 0; t < target; t++)
            {
                int place = start + t;
                bool isToken = place < rows[r].Length;
                ids[t] = isToken ? rows[r].Tokens[place] : padId;
                if (isToken && place >= rows[r].FirstWanted) places[wanted++] = (r * target) + t;
            }
        }

        return wanted;
    }
}
