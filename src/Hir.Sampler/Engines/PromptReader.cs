namespace Hir.Sampler.Engines;

/// <summary>A prompt that was read, for the sequences that continue it.</summary>
/// <param name="Batch">Where its keys and values lie; null for a prompt of one token, which leaves nothing to read ahead.</param>
/// <param name="Entry">Its entry there.</param>
/// <param name="Past">Tokens that were read: all but the last.</param>
/// <param name="LastToken">The last, which each sequence is given in its first step.</param>
internal readonly record struct ReadPrompt(PrefilledPrompts? Batch, int Entry, int Past, int LastToken);

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
            pass.Run(batch.Cache, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows).Slice(start, count));
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
        batch = new PrefilledPrompts(new AttentionCache(shape.Layers, shape.Heads, shape.Width));
        _all.Add(batch);
        return batch;
    }
}
