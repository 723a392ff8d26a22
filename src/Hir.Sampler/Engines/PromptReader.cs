using System.Runtime.InteropServices;

namespace Hir.Sampler.Engines;

/// <summary>Reads prompts ahead of the sequences that share them. Its caches are used again and again.</summary>
internal sealed class PromptReader(SequencePass pass, PassBudget budget, GraphShape shape) : IDisposable
{
    private readonly List<PrefilledPrompts> _all = [];
    private readonly Stack<PrefilledPrompts> _free = [];

    /// <summary>Reads prompts, as many together as the budget allows.</summary>
    public ReadPrompt[] Read(IReadOnlyList<int[]> prompts)
    {
        ReadPrompt[] read = new ReadPrompt[prompts.Count];
        List<PassRow> rows = [];
        List<int> numbers = [];
        for (int i = 0; i < prompts.Count; i++)
        {
            int past = prompts[i].Length - 1;
            read[i] = new ReadPrompt(null, 0, past, prompts[i][past]);
            if (past == 0) continue;
            rows.Add(new PassRow(prompts[i], past, past));
            numbers.Add(i);
        }

        for (int start = 0, count; start < rows.Count; start += count)
        {
            count = budget.CountOf(rows, start);
            PrefilledPrompts batch = Take();
            pass.Run(batch.Cache, CollectionsMarshal.AsSpan(rows).Slice(start, count));
            batch.InUse = count;
            for (int i = 0; i < count; i++) read[numbers[start + i]] = read[numbers[start + i]] with { Batch = batch, Entry = i };
        }

        return read;
    }

    /// <summary>Gives up one prompt.</summary>
    public void Release(ReadPrompt prompt)
    {
        if (prompt.Batch is not null && --prompt.Batch.InUse == 0) _free.Push(prompt.Batch);
    }

    public void Dispose()
    {
        foreach (PrefilledPrompts batch in _all) batch.Cache.Dispose();
    }

    private PrefilledPrompts Take()
    {
        if (_free.TryPop(out PrefilledPrompts? batch)) return batch;
        batch = new PrefilledPrompts(new AttentionCache(shape));
        _all.Add(batch);
        return batch;
    }
}
