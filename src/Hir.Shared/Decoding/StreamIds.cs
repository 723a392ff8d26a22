using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hir.Shared.Decoding;

/// <summary>Numbers for <see cref="RandomStream"/> from names: the same on every machine and in every version of the runtime.</summary>
public static class StreamIds
{
    /// <summary>
    /// The stream id of a list of names (a task and a query's id, say): the first 8 bytes, little endian, of the SHA-256 of the names' UTF-8 bytes, each
    /// preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
    /// </summary>
    public static long Of(params ReadOnlySpan<string> names)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (string name in names)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadInt64LittleEndian(digest);
    }
}
