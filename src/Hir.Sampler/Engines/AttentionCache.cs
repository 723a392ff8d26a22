using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Engines;

/// <summary>
/// Keys and values of every decoder layer, each tensor [entries, heads, length, width], preallocated. Tensor 2i holds layer i's keys, 2i + 1 its values.
/// They have the element type of the graph's caches and are only ever copied here, as bytes. Places that nothing was written to hold finite leftovers: whoever reads masks them.
/// </summary>
internal sealed class AttentionCache(GraphShape shape) : IDisposable
{
    private readonly int _heads = shape.Heads;

    /// <summary>The bytes of one position of one head.</summary>
    private readonly int _stride = shape.Width * shape.CacheElementSize;

    private readonly NativeBuffer<byte>[] _tensors = [.. Enumerable.Range(0, 2 * shape.Layers).Select(_ => new NativeBuffer<byte>())];
    private NativeBuffer<byte> _spare = new();

    /// <summary>Number of tensors: two a layer.</summary>
    public int Tensors => _tensors.Length;

    /// <summary>The first dimension.</summary>
    public int Entries { get; private set; }

    /// <summary>The third dimension.</summary>
    public int Length { get; private set; }

    /// <summary>Sets the dimensions and gives up the contents.</summary>
    public void Reset(int entries, int length)
    {
        foreach (NativeBuffer<byte> tensor in _tensors) tensor.Reserve(Bytes(entries, length));
        (Entries, Length) = (entries, length);
    }

    /// <summary>Changes the number of entries and keeps the contents of those that stay.</summary>
    public void Resize(int entries)
    {
        foreach (NativeBuffer<byte> tensor in _tensors) tensor.Grow(Bytes(entries, Length));
        Entries = entries;
    }

    /// <summary>Sets the dimensions and moves entries to their new places; the rest is given up.</summary>
    public void Rearrange(int entries, int length, ReadOnlySpan<CacheMove> moves)
    {
        for (int t = 0; t < _tensors.Length; t++)
        {
            // The spare takes the new layout and the tensor it empties is the next spare.
            _spare.Reserve(Math.Max(Bytes(entries, length), _tensors[t].Length));
            foreach (CacheMove move in moves)
            {
                Copy(_tensors[t], Length, move.From, _spare, length, move.To, move.Valid);
            }

            (_tensors[t], _spare) = (_spare, _tensors[t]);
        }

        (Entries, Length) = (entries, length);
    }

    /// <summary>Copies the first positions of an entry of another cache.</summary>
    public void CopyFrom(AttentionCache source, int sourceEntry, int entry, int valid)
    {
        for (int t = 0; t < _tensors.Length; t++) Copy(source._tensors[t], source.Length, sourceEntry, _tensors[t], Length, entry, valid);
    }

    /// <summary>Writes one new position of an entry, from the tensors [entries, heads, 1, width] that a step produced.</summary>
    public void Append(AttentionCache step, int entry, int position)
    {
        for (int t = 0; t < _tensors.Length; t++)
        {
            ReadOnlySpan<byte> from = step._tensors[t].Slice((long)entry * _heads * _stride, _heads * _stride);
            for (int h = 0; h < _heads; h++)
            {
                from.Slice(h * _stride, _stride).CopyTo(_tensors[t].Slice((((long)entry * _heads + h) * Length + position) * _stride, _stride));
            }
        }
    }

    /// <summary>A tensor's view for the session.</summary>
    public OrtValue Tensor(int index) => _tensors[index].Tensor(shape.CacheType, shape.CacheElementSize, Entries, _heads, Length, shape.Width);

    public void Dispose()
    {
        foreach (NativeBuffer<byte> tensor in _tensors) tensor.Dispose();
        _spare.Dispose();
    }

    private long Bytes(int entries, int length) => (long)entries * _heads * length * _stride;

    private void Copy(NativeBuffer<byte> from, int fromLength, int fromEntry, NativeBuffer<byte> to, int toLength, int toEntry, int valid)
    {
        for (int h = 0; h < _heads; h++)
        {
            from.Slice(((long)fromEntry * _heads + h) * fromLength * _stride, valid * _stride)
                .CopyTo(to.Slice(((long)toEntry * _heads + h) * toLength * _stride, valid * _stride));
        }
    }
}
