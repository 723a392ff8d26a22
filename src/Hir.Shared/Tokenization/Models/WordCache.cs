using System.Runtime.InteropServices;

namespace Hir.Shared.Tokenization.Models;

/// <summary>
/// The ids of words seen before: a table in which a newer word takes the place of an older one with the same slot. Bounded, without locks,
/// safe to use from several threads.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer words are not kept: they seldom come again.</summary>
    public const int LongestWord = 48;

    private const int Bits = 15;

    private readonly Entry?[] _slots = new Entry?[1 << Bits];

    /// <summary>Appends a word's ids, if they are known.</summary>
    public bool TryAppend(ReadOnlySpan<char> word, List<int> ids)
    {
        Entry? entry = Volatile.Read(ref _slots[SlotOf(word)]);
        if (entry is null || !word.SequenceEqual(entry.Word)) return false;
        if (entry.Ids is [int only]) ids.Add(only);
        else ids.AddRange(entry.Ids.AsSpan());
        return true;
    }

    /// <summary>Remembers a word's ids: those from a position on.</summary>
    public void Add(ReadOnlySpan<char> word, List<int> ids, int from)
    {
        int slot = SlotOf(word);
        Volatile.Write(ref _slots[slot], new Entry(word.ToString(), CollectionsMarshal.AsSpan(ids)[from..].ToArray()));
    }

    private static int SlotOf(ReadOnlySpan<char> word)
    {
        const ulong multiplier = 0x9E37_79B9_7F4A_7C15;
        ulong hash = (ulong)word.Length;
        ReadOnlySpan<ulong> quads = MemoryMarshal.Cast<char, ulong>(word);
        foreach (ulong quad in quads) hash = ((hash ^ quad) * multiplier) ^ (hash >> 29);
        foreach (char c in word[(quads.Length * 4)..]) hash = (hash ^ c) * multiplier;
        return (int)((hash * multiplier) >> (64 - Bits));
    }

    private sealed record Entry(string Word, int[] Ids);
}
