using System.Buffers.Binary;
using System.Security.Cryptography;
using Hir.Shared.Pairs;

namespace Hir.Learner.Training;

/// <summary>The hash by which a continued iteration knows that it is given the pairs that it began with.</summary>
internal static class PairsDigest
{
    /// <summary>SHA-256 over every pair in order, as lower-case hex.</summary>
    public static string Of(IReadOnlyList<TrainingPair> pairs)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> header = stackalloc byte[9];
        foreach (TrainingPair pair in pairs)
        {
            Add(hash, pair.PromptTokenIds);
            Add(hash, pair.ContrastPromptTokenIds);
            Add(hash, pair.OutputTokenIds);
            BinaryPrimitives.WriteDoubleLittleEndian(header, pair.Weight);
            header[8] = pair.IsSuccess switch { null => 2, true => 1, false => 0 };
            hash.AppendData(header);
            if (pair.PrefixLength > 0) Add(hash, [pair.PrefixLength]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, IReadOnlyList<int>? ids)
    {
        byte[] bytes = new byte[4 * ((ids?.Count ?? 0) + 1)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, ids?.Count ?? -1);
        for (int i = 0; i < ids?.Count; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * (i + 1)), ids[i]);
        hash.AppendData(bytes);
    }
}
