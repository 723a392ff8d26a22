using System.Diagnostics;
using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Engines;

/// <summary>
/// Encoder-decoder models (T5) on ONNX Runtime. A prompt is encoded once; its sequences share the cross-attention keys and values and keep their own
/// cache, into which each step's new entries are written: the graph copies no cache.
/// </summary>
internal sealed class OrtEncoderDecoder : ISequenceEngine
{
    private readonly InferenceSession _encoderSession;
    private readonly InferenceSession _decoderSession;
    private readonly PromptEncoder _encoder;
    private readonly StepBuffers _step;
    private readonly TeacherForcing _teacher;
    private readonly SlotGrid _grid = new();
    private readonly Dictionary<int, Prompt> _prompts = [];
    private readonly Dictionary<int, Sequence> _sequences = [];
    private readonly List<Sequence> _waiting = [];
    private int[] _rowOfLast = [];
    private bool _changed;
    private int _nextHandle;

    private OrtEncoderDecoder(InferenceSession encoder, InferenceSession decoder, GraphShape shape, GenerationTokens tokens, int startId)
    {
        (_encoderSession, _decoderSession) = (encoder, decoder);
        Tokens = tokens;
        Limits = new ModelLimits(shape.VocabularySize);
        _encoder = new PromptEncoder(encoder, shape, tokens.PadId, Counters);
        _step = new StepBuffers(decoder, shape);
        _teacher = new TeacherForcing(decoder, shape, tokens.PadId, startId);
    }

    public ModelLimits Limits { get; }

    public GenerationTokens Tokens { get; }

    public EngineCounters Counters { get; } = new();

    /// <summary>Opens the graphs of a model folder.</summary>
    public static OrtEncoderDecoder Open(ModelFolder model, EngineOptions options)
    {
        GenerationTokens tokens = GenerationTokens.Load(model.Path);
        int start = tokens.DecoderStartId
            ?? throw new InputException($"{model.ConfigPath}: is_encoder_decoder is not true, but the folder holds an encoder graph.");
        InferenceSession[] sessions = SessionFactory.Open([model.SamplerEncoderGraphPath(options.Variant), model.SamplerDecoderGraphPath(options.Variant)], options);
        try
        {
            GraphShape shape = GraphShape.Of(sessions[0], sessions[1], model.Path);
            SpecialTokens.RequireWithin(shape.VocabularySize, tokens, model.Path);
            return new OrtEncoderDecoder(sessions[0], sessions[1], shape, tokens, start);
        }
        catch
        {
            foreach (InferenceSession session in sessions) session.Dispose();
            throw;
        }
    }

    public void Prefill(IReadOnlyList<int[]> prompts, Span<int> handles)
    {
        EncodedPrompts encoded = _encoder.Encode(prompts);
        for (int i = 0; i < prompts.Count; i++)
        {
            handles[i] = _nextHandle++;
            _prompts.Add(handles[i], new Prompt(handles[i], encoded, i, prompts[i].Length));
        }
    }

    public int Open(int prompt)
    {
        Sequence sequence = new(_nextHandle++, _prompts[prompt]);
        sequence.Prompt.Open++;
        _sequences.Add(sequence.Handle, sequence);
        _waiting.Add(sequence);
        _changed = true;
        return sequence.Handle;
    }

    public int FirstToken(int prompt) => Tokens.DecoderStartId!.Value;

    public void Step(ReadOnlySpan<int> sequences, ReadOnlySpan<int> tokens)
    {
        if (sequences.Length != _sequences.Count || tokens.Length != sequences.Length || sequences.Length == 0)
        {
            throw new InvalidOperationException($"{sequences.Length} sequences with {tokens.Length} tokens step, {_sequences.Count} are open.");
        }

        Arrange();
        Span<long> ids = _step.Ids;
        Span<long> past = _step.Past;
        ids.Fill(Tokens.PadId);
        past.Clear();
        if (_rowOfLast.Length < sequences.Length) _rowOfLast = new int[sequences.Length];
        for (int i = 0; i < sequences.Length; i++)
        {
            Sequence sequence = _sequences[sequences[i]];
            _rowOfLast[i] = sequence.Row;
            ids[sequence.Row] = tokens[i];
            past[sequence.Row] = sequence.Position;
        }

        long start = Stopwatch.GetTimestamp();
        _step.Run();
        Counters.DecodeTime += Stopwatch.GetElapsedTime(start);
        Counters.Steps++;
        Counters.SequenceSteps += sequences.Length;
        Counters.RowSteps += _grid.Rows;

        foreach (int handle in sequences)
        {
            Sequence sequence = _sequences[handle];
            _step.Self.Append(_step.New, sequence.Row, sequence.Position++);
            _changed |= sequence.Position >= _step.Self.Length;
        }
    }

    public ReadOnlySpan<float> Logits(int index) => _step.Logits(_rowOfLast[index]);

    public void Close(int sequence)
    {
        if (!_sequences.Remove(sequence, out Sequence? closed)) throw new InvalidOperationException($"Sequence {sequence} is not open.");
        closed.Prompt.Open--;
        if (closed.Row < 0) _waiting.Remove(closed);
        else _grid.Remove(closed.Row);
        _changed = true;
    }

    public void Release(int prompt)
    {
        Prompt released = _prompts[prompt];
        if (released.Open > 0) throw new InvalidOperationException($"Prompt {prompt} still has {released.Open} open sequences.");
        _prompts.Remove(prompt);
        if (--released.Encoded.InUse == 0) _encoder.Return(released.Encoded);
    }

    public float[][][] Score(IReadOnlyList<PromptOutputs> groups)
    {
        EncodedPrompts encoded = _encoder.Encode([.. groups.Select(g => g.PromptTokenIds)]);
        float[][][] scores = _teacher.Score(encoded, groups);
        _encoder.Return(encoded);
        return scores;
    }

    public void Dispose()
    {
        _step.Dispose();
        _teacher.Dispose();
        foreach (EncodedPrompts encoded in _prompts.Values.Select(p => p.Encoded).Distinct()) encoded.Dispose();
        _prompts.Clear();
        _encoder.Dispose();
        _encoderSession.Dispose();
        _decoderSession.Dispose();
    }

    /// <summary>Gives new sequences their rows, and lays the caches out anew where they are too small or a smaller grid is worth it.</summary>
    private void Arrange()
    {
        if (!_changed) return;
        _changed = false;

        int source = 0;
        int positions = 0;
        foreach (Sequence sequence in _sequences.Values)
        {
            source = Math.Max(source, sequence.Prompt.Length);
            positions = Math.Max(positions, sequence.Position + 1);
        }

        int capacity = CacheCapacity.For(positions);
        int[] live = [.. _prompts.Values.Where(p => p.Open > 0).Select(p => p.Open)];
        int samples = GridCost.BestSamples(live, capacity, source, out double best);
        bool fits = _grid.Rows > 0 && source <= _step.Cross.Length && positions <= _step.Self.Length;
        if (!fits || !TryPlaceWaiting(best)) LayOut(samples, capacity, source);
        _step.Bind(_grid.Groups, _grid.Samples);
    }

    /// <summary>
    /// Puts the waiting sequences into the layout as it is; false where a new layout is worth it. What buffers were left by earlier work plays no part
    /// in the choice: a job computes the same shapes, and so the same bits, in a fresh engine and in a used one.
    /// </summary>
    private bool TryPlaceWaiting(double bestCost)
    {
        List<int> entered = [];
        foreach (Sequence sequence in _waiting)
        {
            sequence.Row = _grid.Place(sequence.Handle, sequence.Prompt.Handle, out bool entersGroup);
            if (entersGroup) entered.Add(sequence.Row / _grid.Samples);
        }

        _waiting.Clear();
        double cost = GridCost.Of(_grid.Groups, _grid.Samples, _step.Self.Length, _step.Cross.Length);
        if (GridCost.IsWorthwhile(cost, bestCost)) return false;
        _step.Resize(_grid.Groups, _grid.Rows);
        foreach (int group in entered) Enter(group);
        return true;
    }

    private void LayOut(int samples, int capacity, int source)
    {
        Sequence[] sequences = [.. _sequences.Values.OrderBy(s => s.Prompt.Handle).ThenBy(s => s.Handle)];
        List<CacheMove> moves = [];
        _grid.Reset(samples);
        _waiting.Clear();
        foreach (Sequence sequence in sequences)
        {
            int row = _grid.Place(sequence.Handle, sequence.Prompt.Handle, out _);
            if (sequence.Position > 0) moves.Add(new CacheMove(sequence.Row, row, sequence.Position));
            sequence.Row = row;
        }

        _step.ResetGroups(_grid.Groups, source);
        _step.Self.Rearrange(_grid.Rows, capacity, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(moves));
        for (int group = 0; group < _grid.Groups; group++) Enter(group);
        Counters.Relayouts++;
    }

    private void Enter(int group)
    {
        Prompt prompt = _prompts[_grid.PromptOf(group)];
        _step.Enter(group, prompt.Encoded, prompt.Index, prompt.Length);
    }

    private sealed class Prompt(int handle, EncodedPrompts encoded, int index, int length)
    {
        public int Handle => handle;

        public EncodedPrompts Encoded => encoded;

        public int Index => index;

        public int Length => length;

        public int Open { get; set; }
    }

    private sealed class Sequence(int handle, Prompt prompt)
    {
        public int Handle => handle;

        public Prompt Prompt => prompt;

        public int Position { get; set; }

        public int Row { get; set; } = -1;
    }
}
