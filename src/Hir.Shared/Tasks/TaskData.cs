using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hir.Shared.Tasks;

/// <summary>The identity of loaded examples: what shards record, and what a resumed run compares.</summary>
public static class TaskData
{
    /// <summary>SHA-256 over names, ids, queries, targets and choices, in their order.</summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Sha256(IEnumerable<TaskSet> sets)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (TaskSet set in sets)
        {
            Append(hash, set.Name);
            AppendNumber(hash, set.Examples.Count);
            foreach (TaskExample example in set.Examples)
            {
                Append(hash, example.Id);
                Append(hash, example.Query);
                Append(hash, example.Target);
                AppendNumber(hash, example.Choices?.Count ?? -1);
                foreach (string choice in example.Choices ?? []) Append(hash, choice);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Each text after its length, so that no two lists of texts are the same bytes; -1 is null.
    private static void Append(IncrementalHash hash, string? text)
    {
        byte[] utf8 = text is null ? [] : Encoding.UTF8.GetBytes(text);
        AppendNumber(hash, text is null ? -1 : utf8.Length);
        hash.AppendData(utf8);
    }

    private static void AppendNumber(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
