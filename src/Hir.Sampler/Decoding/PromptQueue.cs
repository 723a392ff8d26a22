using Hir.Sampler.Engines;

namespace Hir.Sampler.Decoding;

/// <summary>
/// Hands out, sequence by sequence, the prompts of a job: longest first, so that batches hold prompts of about one length and the memory that the
/// job needs is asked for at the beginning. Prompts are read by the engine some at a time, ahead of need.
/// </summary>
internal sealed class PromptQueue(ISequenceEngine engine, IReadOnlyList<int[]> prompts, int samples, int batchSize)
{
    /// <summary>Tokens, padding included, that are read in one go at most.</summary>
    private const int MaxTokensAtOnce = 8192;

    private readonly int[] _order = [.. Enumerable.Range(0, prompts.Count).OrderByDescending(i => prompts[i].Length)];
    private readonly int[] _handles = new int[prompts.Count];
    private readonly bool[] _released = new bool[prompts.Count];
    private int _read;
    private int _current;
    private int _sample;

    /// <summary>The next sequence to begin: request, sample and the engine's handle of the prompt; false when all have been handed out.</summary>
    public bool TryNext(out int request, out int sample, out int prompt)
    {
        (request, sample, prompt) = (0, 0, 0);
        if (_current == _order.Length) return false;
        if (_current == _read) ReadAhead();

        request = _order[_current];
        sample = _sample;
        prompt = _handles[request];
        if (++_sample == samples) (_current, _sample) = (_current + 1, 0);
        return true;
    }

    /// <summary>Lets the engine forget the prompt of a request whose sequences are all closed.</summary>
    public void Release(int request)
    {
        engine.Release(_handles[request]);
        _released[request] = true;
    }

    /// <summary>Lets the engine forget every prompt that it still holds.</summary>
    public void ReleaseAll()
    {
        foreach (int request in _order.AsSpan(0, _read))
        {
            if (!_released[request]) Release(request);
        }
    }

    private void ReadAhead()
    {
        int longest = prompts[_order[_read]].Length;
        int count = Math.Max(1, Math.Min((batchSize + samples - 1) / samples, MaxTokensAtOnce / longest));
        count = Math.Min(count, _order.Length - _read);
        int[][] chunk = [.. _order.AsSpan(_read, count).ToArray().Select(i => prompts[i])];
        int[] handles = new int[count];
        engine.Prefill(chunk, handles);
        for (int i = 0; i < count; i++) _handles[_order[_read + i]] = handles[i];
        _read += count;
    }
}
