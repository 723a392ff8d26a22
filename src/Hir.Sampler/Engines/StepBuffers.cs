using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Engines;

/// <summary>
/// Everything that a decode step reads and writes, for a grid of [groups, samples] rows: bound once a layout, so that a step itself only fills in
/// tokens and positions and runs.
/// </summary>
internal sealed class StepBuffers(InferenceSession session, GraphShape shape) : IDisposable
{
    private readonly TensorBinding _binding = new(session);
    private readonly NativeBuffer<long> _ids = new();
    private readonly NativeBuffer<long> _past = new();
    private readonly NativeBuffer<long> _mask = new();
    private readonly NativeBuffer<float> _logits = new();
    private int _rows;
    private (int Groups, int Samples) _bound;

    /// <summary>The rows' own keys and values, [rows, heads, capacity, width].</summary>
    public AttentionCache Self { get; } = new(shape);

    /// <summary>The prompts' keys and values, [groups, heads, source, width].</summary>
    public AttentionCache Cross { get; } = new(shape);

    /// <summary>What a step adds to <see cref="Self"/>, [rows, heads, 1, width].</summary>
    public AttentionCache New { get; } = new(shape);

    /// <summary>The token that each row is given.</summary>
    public Span<long> Ids => _ids.Slice(0, _rows);

    /// <summary>How many positions of each row's cache are valid.</summary>
    public Span<long> Past => _past.Slice(0, _rows);

    /// <summary>A row's logits, [vocabulary].</summary>
    public ReadOnlySpan<float> Logits(int row) => _logits.Slice((long)row * shape.VocabularySize, shape.VocabularySize);

    /// <summary>Copies a prompt's keys, values and mask into a group. The group's mask survives only until the source length changes.</summary>
    public void Enter(int group, EncodedPrompts encoded, int index, int length)
    {
        Cross.CopyFrom(encoded.Cache, index, group, length);
        _mask.Slice((long)group * Cross.Length, length).Fill(1);
        _mask.Slice((long)group * Cross.Length + length, Cross.Length - length).Clear();
    }

    /// <summary>Gives the groups new room: every one has to be entered anew, and everything to be bound anew.</summary>
    public void ResetGroups(int groups, int source)
    {
        _bound = default;
        Cross.Reset(groups, source);
        _mask.Reserve((long)groups * source);
    }

    /// <summary>Changes the number of groups and rows and keeps what stays.</summary>
    public void Resize(int groups, int rows)
    {
        _mask.Grow((long)groups * Cross.Length);
        Cross.Resize(groups);
        Self.Resize(rows);
    }

    /// <summary>Binds everything for a grid. The caches have that many entries already.</summary>
    public void Bind(int groups, int samples)
    {
        if (_bound == (groups, samples)) return;

        _bound = (groups, samples);
        _rows = groups * samples;
        _binding.Clear();
        _ids.Reserve(_rows);
        _past.Reserve(_rows);
        _logits.Reserve((long)_rows * shape.VocabularySize);
        New.Reset(_rows, 1);

        _binding.Input(GraphNames.InputIds, _ids.Tensor(groups, samples, 1));
        _binding.Input(GraphNames.PastLengths, _past.Tensor(groups, samples));
        _binding.Input(GraphNames.EncoderMask, _mask.Tensor(groups, Cross.Length));
        _binding.Output(GraphNames.Logits, _logits.Tensor(_rows, 1, shape.VocabularySize));
        for (int t = 0; t < Self.Tensors; t++)
        {
            _binding.Input(GraphNames.CrossInput(t), Cross.Tensor(t));
            _binding.Input(GraphNames.SelfInput(t), Self.Tensor(t));
            _binding.Output(GraphNames.SelfOutput(t), New.Tensor(t));
        }
    }

    /// <summary>Runs one step.</summary>
    public void Run() => _binding.Run();

    public void Dispose()
    {
        _binding.Dispose();
        _ids.Dispose();
        _past.Dispose();
        _mask.Dispose();
        _logits.Dispose();
        Self.Dispose();
        Cross.Dispose();
        New.Dispose();
    }
}
