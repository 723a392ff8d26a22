using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hir.Shared.Weights;

/// <summary>
/// Writes a safetensors file from its beginning to its end: all tensors are declared first, then their bytes follow in the same order. The data
/// begins at a multiple of 64. The bytes depend on the declarations and the data alone.
/// </summary>
/// <example><code>
/// SafetensorsWriter writer = new(stream, [new("a", WeightDtype.F32, [2, 3])]);
/// writer.Write("a", bytes);
/// writer.Complete();
/// </code></example>
public sealed class SafetensorsWriter
{
    private const int Alignment = 64;

    private readonly Stream _stream;
    private int _next;
    private long _writtenOfNext;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="tensors">The tensors in the order of their data; names are unique.</param>
    public SafetensorsWriter(Stream stream, IReadOnlyList<SafetensorsDeclaration> tensors)
    {
        _stream = stream;
        byte[] header = Header(tensors);
        Tensors = Layout(tensors, 8L + header.Length);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        SkipEmpty();
    }

    /// <summary>The tensors with their places in the file.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors { get; }

    /// <summary>Where the tensors of a file will lie, without writing it.</summary>
    public static IReadOnlyList<SafetensorsEntry> Plan(IReadOnlyList<SafetensorsDeclaration> tensors) =>
        Layout(tensors, 8L + Header(tensors).Length);

    /// <summary>Writes bytes of the tensor whose turn it is: all of them, or a piece.</summary>
    /// <param name="name">That tensor.</param>
    /// <param name="bytes">Its elements, row-major, little-endian.</param>
    /// <exception cref="InvalidOperationException">It is another tensor's turn, or these are too many bytes.</exception>
    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        if (_next == Tensors.Count && bytes.IsEmpty) return;
        SafetensorsEntry? entry = _next < Tensors.Count ? Tensors[_next] : null;
        if (entry?.Name != name)
        {
            // A tensor without elements has had its turn as soon as it came.
            if (bytes.IsEmpty && Tensors.Take(_next).Any(t => t.Name == name && t.Length == 0)) return;
            throw new InvalidOperationException($"Tensor '{name}' is written, but it is the turn of '{entry?.Name ?? "none"}'.");
        }

        if (bytes.Length > entry.Length - _writtenOfNext)
        {
            throw new InvalidOperationException(
                $"Tensor '{name}' has {entry.Length} bytes, and {_writtenOfNext + bytes.Length} were written.");
        }

        _stream.Write(bytes);
        _writtenOfNext += bytes.Length;
        if (_writtenOfNext < entry.Length) return;
        _writtenOfNext = 0;
        _next++;
        SkipEmpty();
    }

    /// <summary>Checks that every tensor was written.</summary>
    /// <exception cref="InvalidOperationException">One was not, or not whole.</exception>
    public void Complete()
    {
        if (_next < Tensors.Count)
        {
            throw new InvalidOperationException(
                $"Tensor '{Tensors[_next].Name}' has {Tensors[_next].Length} bytes, and {_writtenOfNext} were written.");
        }
    }

    private void SkipEmpty()
    {
        while (_next < Tensors.Count && Tensors[_next].Length == 0) _next++;
    }

    private static List<SafetensorsEntry> Layout(IReadOnlyList<SafetensorsDeclaration> tensors, long dataStart)
    {
        List<SafetensorsEntry> entries = new(tensors.Count);
        long at = dataStart;
        foreach (SafetensorsDeclaration tensor in tensors)
        {
            entries.Add(new SafetensorsEntry(tensor.Name, tensor.Dtype, [.. tensor.Shape], at, tensor.Length));
            at = checked(at + tensor.Length);
        }

        return entries;
    }

    private static byte[] Header(IReadOnlyList<SafetensorsDeclaration> tensors)
    {
        HashSet<string> names = new(StringComparer.Ordinal) { "__metadata__" };
        using MemoryStream header = new();
        using (Utf8JsonWriter json = new(header, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteEndObject();
            foreach (SafetensorsEntry tensor in Layout(tensors, 0))
            {
                if (!names.Add(tensor.Name)) throw new InvalidOperationException($"Tensor '{tensor.Name}' is declared twice.");
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Dtype.ToString());
                json.WriteStartArray("shape");
                foreach (long dimension in tensor.Shape) json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(tensor.Offset);
                json.WriteNumberValue(tensor.Offset + tensor.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // The header is filled up with spaces, as the format allows.
        while ((header.Length + 8) % Alignment != 0) header.WriteByte((byte)' ');
        return header.ToArray();
    }
}
