namespace Hir.Shared.Weights;

/// <summary>A tensor of a checkpoint, which may lie in one of several files.</summary>
/// <param name="File">The file that holds it, valid until the checkpoint's weights are disposed.</param>
/// <param name="Entry">Where it lies there.</param>
public sealed record CheckpointTensor(SafetensorsFile File, SafetensorsEntry Entry)
{
    /// <summary>Elements that are read at once at most.</summary>
    private const int Piece = 1 << 22;

    /// <summary>Copies elements in single precision.</summary>
    /// <param name="start">The first element, in the file's order (row-major).</param>
    /// <param name="destination">Room for as many elements as are wanted.</param>
    public void CopyAsFloat32(long start, Span<float> destination)
    {
        int size = Entry.Dtype.SizeOf();
        for (int done = 0; done < destination.Length;)
        {
            int count = Math.Min(Piece, destination.Length - done);
            FloatConversion.ToFloat32(File.Bytes(Entry, (start + done) * size, count * size), Entry.Dtype, destination.Slice(done, count));
            done += count;
        }
    }
}
