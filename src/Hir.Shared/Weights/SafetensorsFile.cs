using System.IO.MemoryMappedFiles;

namespace Hir.Shared.Weights;

/// <summary>
/// A safetensors file, mapped into memory: opening reads the header alone, and a tensor's bytes are read from the disk when they are
/// touched. The file must stay as it is while it is open, which published model folders guarantee.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly Dictionary<string, SafetensorsEntry> _tensors;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly unsafe byte* _start;
    private bool _disposed;

    private unsafe SafetensorsFile(
        string path, List<SafetensorsEntry> entries, Dictionary<string, string> metadata, MemoryMappedFile file,
        MemoryMappedViewAccessor view)
    {
        Path = path;
        Metadata = metadata;
        Ordered = entries;
        _tensors = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        _file = file;
        _view = view;
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + view.PointerOffset;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Tensors => _tensors;

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Ordered { get; }

    /// <summary>The header's __metadata__: text by key; empty where there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its whole header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">There is no such file, or its header is wrong: all problems, with tensor names.</exception>
    public static SafetensorsFile Open(string path)
    {
        MemoryMappedFile? file = null;
        try
        {
            // A pipe has no length, and opening it would wait for a writer.
            if (new FileInfo(path) is { Exists: true, Length: 0 })
            {
                throw new InputException($"{path}: it is empty. Copy or download the file again.");
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            long length = stream.Length;
            (List<SafetensorsEntry> entries, Dictionary<string, string> metadata) = SafetensorsHeader.Read(path, length, (offset, count) =>
            {
                byte[] bytes = new byte[count];
                stream.Position = offset;
                stream.ReadExactly(bytes);
                return bytes;
            });

            file = MemoryMappedFile.CreateFromFile(
                stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            return new SafetensorsFile(path, entries, metadata, file, file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new InputException($"{path}: the weights cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A tensor's bytes, little-endian, valid until the file is disposed.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InputException">There is no such tensor, or it has 2 GiB or more: read it in pieces.</exception>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        SafetensorsEntry entry = Find(name);
        if (entry.Length <= int.MaxValue) return Bytes(entry, 0, (int)entry.Length);
        throw new InputException($"{Path}: tensor '{name}' has {entry.Length} bytes, more than can be read at once.");
    }

    /// <summary>A piece of a tensor's bytes.</summary>
    /// <param name="entry">A tensor of this file.</param>
    /// <param name="start">Where the piece begins, in bytes from the tensor's beginning.</param>
    /// <param name="count">How many bytes.</param>
    public unsafe ReadOnlySpan<byte> Bytes(SafetensorsEntry entry, long start, int count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_tensors.TryGetValue(entry.Name, out SafetensorsEntry? own) || !ReferenceEquals(own, entry))
        {
            throw new InvalidOperationException($"Tensor '{entry.Name}' is not an entry of {Path}.");
        }

        if (start < 0 || count < 0 || start > entry.Length - count)
        {
            throw new InvalidOperationException($"Bytes {start} to {start + count} of tensor '{entry.Name}' with {entry.Length} bytes.");
        }

        return new ReadOnlySpan<byte>(_start + entry.Offset + start, count);
    }

    /// <summary>A tensor's values in single precision.</summary>
    /// <param name="name">Its name; its type is F32, F16 or BF16.</param>
    /// <param name="destination">Room for exactly its elements, in their order in the file (row-major).</param>
    /// <exception cref="InputException">There is no such tensor, or its type is another one.</exception>
    public void CopyAsFloat32(string name, Span<float> destination)
    {
        SafetensorsEntry entry = Find(name);
        if (!entry.Dtype.IsConvertibleFloat())
        {
            throw new InputException($"{Path}: tensor '{name}' has type {entry.Dtype}; F32, F16 and BF16 are supported.");
        }

        if (entry.Count != destination.Length)
        {
            throw new InvalidOperationException($"Tensor '{name}' has {entry.Count} elements, and there is room for {destination.Length}.");
        }

        const int Piece = 1 << 24;
        int size = entry.Dtype.SizeOf();
        for (int start = 0; start < destination.Length; start += Piece)
        {
            int count = Math.Min(Piece, destination.Length - start);
            FloatConversion.ToFloat32(Bytes(entry, (long)start * size, count * size), entry.Dtype, destination.Slice(start, count));
        }
    }

    /// <summary>Unmaps the file: spans from it must not be used any more.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private SafetensorsEntry Find(string name) => _tensors.TryGetValue(name, out SafetensorsEntry? entry)
        ? entry
        : throw new InputException($"{Path}: there is no tensor '{name}'.");
}
