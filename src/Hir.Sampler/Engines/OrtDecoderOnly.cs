using System.Diagnostics;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Weights.Architectures;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Engines;

/// <summary>
/// Decoder-only models (Llama, Qwen2, Qwen3) on ONNX Runtime. A prompt is read once, but for its last token, and its keys and values are copied into
/// the row of each sequence that continues it; the graph appends to the rows in place.
/// </summary>
internal sealed class OrtDecoderOnly : ISequenceEngine
{
    private readonly InferenceSession _session;
    private readonly SequencePass _pass;
    private readonly PromptReader _reader;
    private readonly SequenceScorer _scorer;
    private readonly RowBuffers _buffers;
    private readonly DecodeRows _rows;
    private readonly Dictionary<int, Prompt> _prompts = [];
    private readonly Dictionary<int, DecodeRow> _sequences = [];
    private int[] _rowOfLast = [];
    private int _nextHandle;

    private OrtDecoderOnly(InferenceSession session, GraphShape shape, GenerationTokens tokens, int? maxTokens, PassBudget budget)
    {
        _session = session;
        Tokens = tokens;
        Limits = new ModelLimits(shape.VocabularySize, MaxTokens: maxTokens);
        _pass = new SequencePass(session, shape, budget, tokens.PadId, Counters);
        _reader = new PromptReader(_pass, budget, shape);
        _scorer = new SequenceScorer(_pass, budget, shape);
        _buffers = new RowBuffers(session, shape);
        _rows = new DecodeRows(_buffers);
    }

    public ModelLimits Limits { get; }

    public GenerationTokens Tokens { get; }

    public EngineCounters Counters { get; } = new();

    /// <summary>Opens the graph of a model folder.</summary>
    /// <param name="model">The folder.</param>
    /// <param name="config">Its network.</param>
    /// <param name="options">Device and threads.</param>
    /// <param name="budget">How much is read at once, or null for what suits the network.</param>
    public static OrtDecoderOnly Open(ModelFolder model, DecoderConfig config, EngineOptions options, PassBudget? budget = null)
    {
        GenerationTokens tokens = GenerationTokens.Load(model.Path);
        string graph = model.SamplerDecoderGraphPath(options.Variant);
        // Quantized products are only fast in an order of their own, and a copy of their weights is small.
        bool packs = options.Variant is not null || WeightPacking.Decide(model.WeightsPath, options);
        InferenceSession session = SessionFactory.Open([graph], options, packs)[0];
        try
        {
            GraphShape shape = GraphShape.Of(session, model.Path);
            SpecialTokens.RequireWithin(shape.VocabularySize, tokens, model.Path);
            return new OrtDecoderOnly(session, shape, tokens, config.MaxTokens, budget ?? new PassBudget(config));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Prefill(IReadOnlyList<int[]> prompts, Span<int> handles)
    {
        ReadPrompt[] read = _reader.Read(prompts);
        for (int i = 0; i < read.Length; i++)
        {
            handles[i] = _nextHandle++;
            _prompts.Add(handles[i], new Prompt(read[i]));
        }

        Counters.Prompts += read.Length;
    }

    public int Open(int prompt)
    {
        Prompt opened = _prompts[prompt];
        opened.Open++;
        DecodeRow sequence = new(_nextHandle++, prompt, opened.Read);
        _sequences.Add(sequence.Handle, sequence);
        _rows.Enter(sequence);
        return sequence.Handle;
    }

    public int FirstToken(int prompt) => _prompts[prompt].Read.LastToken;

    public void Step(ReadOnlySpan<int> sequences, ReadOnlySpan<int> tokens)
    {
        if (sequences.Length != _sequences.Count || tokens.Length != sequences.Length || sequences.Length == 0)
        {
            throw new InvalidOperationException($"{sequences.Length} sequences with {tokens.Length} tokens step, {_sequences.Count} are open.");
        }

        if (_rows.Arrange()) Counters.Relayouts++;
        Span<long> ids = _buffers.Ids;
        Span<long> past = _buffers.Past;
        if (_rowOfLast.Length < sequences.Length) _rowOfLast = new int[sequences.Length];
        for (int i = 0; i < sequences.Length; i++)
        {
            DecodeRow sequence = _sequences[sequences[i]];
            _rowOfLast[i] = sequence.Row;
            ids[sequence.Row] = tokens[i];
            past[sequence.Row] = sequence.Position;
        }

        long start = Stopwatch.GetTimestamp();
        _buffers.Run();
        Counters.DecodeTime += Stopwatch.GetElapsedTime(start);
        Counters.Steps++;
        Counters.SequenceSteps += sequences.Length;
        Counters.RowSteps += sequences.Length;
        _rows.Advance();
    }

    public ReadOnlySpan<float> Logits(int index) => _buffers.Logits(_rowOfLast[index]);

    public void Close(int sequence)
    {
        if (!_sequences.Remove(sequence, out DecodeRow? closed)) throw new InvalidOperationException($"Sequence {sequence} is not open.");
        _prompts[closed.Prompt].Open--;
        _rows.Leave(closed);
    }

    public void Release(int prompt)
    {
        Prompt released = _prompts[prompt];
        if (released.Open > 0) throw new InvalidOperationException($"Prompt {prompt} still has {released.Open} open sequences.");
        _prompts.Remove(prompt);
        _reader.Release(released.Read);
    }

    public float[][][] Score(IReadOnlyList<PromptOutputs> groups) => _scorer.Score(groups);

    public void Dispose()
    {
        _buffers.Dispose();
        _reader.Dispose();
        _scorer.Dispose();
        _pass.Dispose();
        _session.Dispose();
    }

    private sealed class Prompt(ReadPrompt read)
    {
        public ReadPrompt Read => read;

        public int Open { get; set; }
    }
}
