namespace Hir.Shared.Tokenization.Models;

/// <summary>What two neighbouring tokens merge into, and how early. Built once, then read-only.</summary>
internal sealed class MergeTable
{
    private readonly ulong[] _pairs;  // left id and right id, plus one: 0 is an empty slot
    private readonly (int Rank, int Result)[] _merges;
    private readonly int _shift;

    /// <param name="capacity">How many merges will be added at most.</param>
    public MergeTable(int capacity)
    {
        int bits = 4;
        while ((1L << bits) < capacity * 2L) bits++;
        _shift = 64 - bits;
        _pairs = new ulong[1 << bits];
        _merges = new (int, int)[1 << bits];
    }

    /// <summary>Adds a merge; false if the pair has one.</summary>
    public bool TryAdd(int left, int right, int rank, int result)
    {
        ulong pair = PairOf(left, right);
        int slot = SlotOf(pair);
        if (_pairs[slot] == pair) return false;
        _pairs[slot] = pair;
        _merges[slot] = (rank, result);
        return true;
    }

    /// <summary>Finds a pair's merge; merges of lower rank come first.</summary>
    public bool TryGet(int left, int right, out (int Rank, int Result) merge)
    {
        ulong pair = PairOf(left, right);
        int slot = SlotOf(pair);
        merge = _merges[slot];
        return _pairs[slot] == pair;
    }

    private int SlotOf(ulong pair)
    {
        int slot = (int)((pair * 0x9E37_79B9_7F4A_7C15) >> _shift);
        while (_pairs[slot] != 0 && _pairs[slot] != pair) slot = (slot + 1) & (_pairs.Length - 1);
        return slot;
    }

    private static ulong PairOf(int left, int right) => (((ulong)(uint)left << 32) | (uint)right) + 1;
}
