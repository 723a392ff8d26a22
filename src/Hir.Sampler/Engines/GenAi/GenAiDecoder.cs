using System.Diagnostics;
using Hir.Shared;
using Hir.Shared.Decoding;
using Microsoft.ML.OnnxRuntimeGenAI;

namespace Hir.Sampler.Engines.GenAi;

/// <summary>
/// Decoder-only models on ONNX Runtime GenAI. A generator of GenAI takes tokens from outside only while it holds one sequence, so each
/// sequence has one, and a step runs the model once a sequence. A prompt's generators are used again for its further samples.
/// </summary>
internal sealed class GenAiDecoder(Model model, GenAiFolder folder, GenerationTokens tokens, int maxNewTokens) : ISequenceEngine
{
    /// <summary>Logits of prompt tokens at once at most, 64 MiB: the graph gives those of every token that it reads.</summary>
    private const int MaxLogitsAtOnce = 1 << 24;

    private readonly Dictionary<int, Prompt> _prompts = [];
    private readonly Dictionary<int, (GenAiSequence Sequence, Prompt Prompt)> _open = [];
    private float[] _logits = [];
    private int _nextHandle;

    // The last token of an output is not read by the model.
    public ModelLimits Limits { get; } = new(
        folder.VocabularySize, (int)Math.Max(1, folder.ContextLength - (long)maxNewTokens + 1), folder.ContextLength);

    public GenerationTokens Tokens => tokens;

    public EngineCounters Counters { get; } = new();

    public void Prefill(IReadOnlyList<int[]> prompts, Span<int> handles)
    {
        for (int i = 0; i < prompts.Count; i++)
        {
            handles[i] = _nextHandle++;
            _prompts.Add(handles[i], new Prompt(prompts[i]));
        }

        Counters.Prompts += prompts.Count;
    }

    public int Open(int prompt)
    {
        Prompt of = _prompts[prompt];
        if (!of.Idle.TryPop(out GenAiSequence? sequence))
        {
            long start = Stopwatch.GetTimestamp();
            int maxLength = (int)Math.Min(folder.ContextLength, of.TokenIds.Length + (long)maxNewTokens);
            sequence = new GenAiSequence(model, of.TokenIds, maxLength, Math.Max(1, MaxLogitsAtOnce / folder.VocabularySize));
            Counters.PrefillTime += Stopwatch.GetElapsedTime(start);
        }

        int handle = _nextHandle++;
        _open.Add(handle, (sequence, of));
        return handle;
    }

    public int FirstToken(int prompt) => _prompts[prompt].TokenIds[^1];

    public void Step(ReadOnlySpan<int> sequences, ReadOnlySpan<int> tokens)
    {
        long start = Stopwatch.GetTimestamp();
        if (_logits.Length < sequences.Length * folder.VocabularySize) _logits = new float[sequences.Length * folder.VocabularySize];
        for (int i = 0; i < sequences.Length; i++) _open[sequences[i]].Sequence.Step(tokens[i], Row(i));
        Counters.Steps++;
        Counters.SequenceSteps += sequences.Length;
        Counters.RowSteps += sequences.Length;
        Counters.DecodeTime += Stopwatch.GetElapsedTime(start);
    }

    public ReadOnlySpan<float> Logits(int index) => Row(index);

    public void Close(int sequence)
    {
        _open.Remove(sequence, out (GenAiSequence Sequence, Prompt Prompt) closed);
        closed.Sequence.Rewind();
        closed.Prompt.Idle.Push(closed.Sequence);
    }

    public void Release(int prompt)
    {
        _prompts.Remove(prompt, out Prompt? released);
        released!.Dispose();
    }

    public float[][][] Score(IReadOnlyList<PromptOutputs> groups) =>
        throw new InputException("ONNX Runtime GenAI generates and does not score given outputs: use --engine ort or torch.");

    public void Dispose()
    {
        foreach ((GenAiSequence sequence, _) in _open.Values) sequence.Dispose();
        foreach (Prompt prompt in _prompts.Values) prompt.Dispose();
        _open.Clear();
        _prompts.Clear();
        model.Dispose();
    }

    private Span<float> Row(int index) => _logits.AsSpan(index * folder.VocabularySize, folder.VocabularySize);

    /// <summary>A prompt and the sequences that have ended and wait at it to be used again.</summary>
    private sealed class Prompt(int[] tokenIds) : IDisposable
    {
        public int[] TokenIds { get; } = tokenIds;

        public Stack<GenAiSequence> Idle { get; } = [];

        public void Dispose()
        {
            foreach (GenAiSequence sequence in Idle) sequence.Dispose();
        }
    }
}
