using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Engines;

/// <summary>
/// Everything that a decode step of a decoder-only network reads and writes, bound once a layout, so that a step itself only fills in tokens and
/// positions and runs. The graph appends to <see cref="Cache"/> in place.
/// </summary>
internal sealed class RowBuffers(InferenceSession session, GraphShape shape) : IDisposable
{
    private readonly TensorBinding _binding = new(session);
    private readonly NativeBuffer<long> _ids = new();
    private readonly NativeBuffer<long> _past = new();
    private readonly NativeBuffer<long> _wanted = new();
    private readonly NativeBuffer<float> _logits = new();

    /// <summary>The rows' keys and values, [rows, heads, capacity, width].</summary>
    public AttentionCache Cache { get; } = new(shape);

    /// <summary>The token that each row is given.</summary>
    public Span<long> Ids => _ids.Slice(0, Cache.Entries);

    /// <summary>How many positions of each row's cache are valid.</summary>
    public Span<long> Past => _past.Slice(0, Cache.Entries);

    /// <summary>A row's logits, [vocabulary].</summary>
    public ReadOnlySpan<float> Logits(int row) => _logits.Slice((long)row * shape.VocabularySize, shape.VocabularySize);

    /// <summary>Binds everything for the cache's entries, whose layout has changed.</summary>
    public void Bind()
    {
        int rows = Cache.Entries;
        _binding.Clear();
        _ids.Reserve(rows);
        _past.Reserve(rows);
        _wanted.Reserve(rows);
        _logits.Reserve((long)rows * shape.VocabularySize);
        Span<long> wanted = _wanted.Slice(0, rows);
        for (int row = 0; row < rows; row++) wanted[row] = row;

        _binding.Input(GraphNames.InputIds, _ids.Tensor(rows, 1));
        _binding.Input(GraphNames.PastLengths, _past.Tensor(rows));
        _binding.Input(GraphNames.OutputPositions, _wanted.Tensor(rows));
        _binding.Output(GraphNames.Logits, _logits.Tensor(rows, shape.VocabularySize));
        _binding.Cache(Cache);
    }

    /// <summary>Runs one step.</summary>
    public void Run() => _binding.Run();

    public void Dispose()
    {
        _binding.Dispose();
        _ids.Dispose();
        _past.Dispose();
        _wanted.Dispose();
        _logits.Dispose();
        Cache.Dispose();
    }
}
