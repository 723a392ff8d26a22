using Hir.Sampler.Engines;
using Hir.Shared.Decoding;

namespace Hir.Sampler.Tests.Decoding;

/// <summary>
/// An engine without a model: logits are a fixed function of the prompt and what the sequence was given. It holds the caller to the engine's contract
/// and keeps a record of it.
/// </summary>
internal sealed class FakeEngine(int vocabulary = 12, int endId = 1, double endBias = 0) : ISequenceEngine
{
    private readonly Dictionary<int, int[]> _prompts = [];
    private readonly Dictionary<int, (int Prompt, List<int> Given)> _sequences = [];
    private readonly Dictionary<int, int> _openOfPrompt = [];
    private float[][] _logits = [];
    private int _next;

    public ModelLimits Limits { get; init; } = new(vocabulary);

    public GenerationTokens Tokens { get; init; } = new([endId], 0, 0);

    public EngineCounters Counters { get; } = new();

    public List<int> LiveAtStep { get; } = [];

    public List<int[]> PrefillLengths { get; } = [];

    public int OpenSequences => _sequences.Count;

    public int HeldPrompts => _prompts.Count;

    public Func<int, bool>? FailAtStep { get; init; }

    public void Prefill(IReadOnlyList<int[]> prompts, Span<int> handles)
    {
        PrefillLengths.Add([.. prompts.Select(p => p.Length)]);
        for (int i = 0; i < prompts.Count; i++)
        {
            handles[i] = _next++;
            _prompts.Add(handles[i], prompts[i]);
            _openOfPrompt[handles[i]] = 0;
        }
    }

    public int Open(int prompt)
    {
        _openOfPrompt[prompt]++;
        _sequences.Add(_next, (prompt, []));
        return _next++;
    }

    public int FirstToken(int prompt) => 0;

    public void Step(ReadOnlySpan<int> sequences, ReadOnlySpan<int> tokens)
    {
        Assert.Equal(_sequences.Count, sequences.Length);
        Assert.Equal(sequences.Length, tokens.Length);
        _logits = new float[sequences.Length][];
        for (int i = 0; i < sequences.Length; i++)
        {
            (int prompt, List<int> given) = _sequences[sequences[i]];
            given.Add(tokens[i]);
            _logits[i] = LogitsOf(_prompts[prompt], given);
        }

        LiveAtStep.Add(sequences.Length);
        if (FailAtStep?.Invoke(LiveAtStep.Count) == true) _logits[sequences.Length / 2][3] = float.NaN;
    }

    public ReadOnlySpan<float> Logits(int index) => _logits[index];

    public void Close(int sequence)
    {
        Assert.True(_sequences.Remove(sequence, out var closed));
        _openOfPrompt[closed.Prompt]--;
    }

    public void Release(int prompt)
    {
        Assert.Equal(0, _openOfPrompt[prompt]);
        Assert.True(_prompts.Remove(prompt));
    }

    public float[][][] Score(IReadOnlyList<PromptOutputs> groups) =>
    [
        .. groups.Select(g => g.Outputs.Select(output => output.Select((id, j) =>
        {
            float[] logits = LogitsOf(g.PromptTokenIds, [0, .. output[..j]]);
            return TokenDistribution.Logprob(logits, id, new float[logits.Length]);
        }).ToArray()).ToArray()),
    ];

    public void Dispose()
    {
    }

    private float[] LogitsOf(int[] prompt, List<int> given)
    {
        float[] logits = new float[Limits.VocabularySize];
        long stream = StreamIds.Of(string.Join(",", prompt), string.Join(",", given));
        for (int v = 0; v < logits.Length; v++) logits[v] = (float)(4 * new RandomStream(11, stream, 0).DrawAt(v));
        logits[endId] += (float)endBias;
        return logits;
    }
}
