namespace Hir.Shared.Tokenization.Models;

/// <summary>
/// Where a text can be cut before merging without changing the outcome: between two characters that stand side by side in no token that a
/// merge makes. So texts that no pre-tokenizer cuts fall into words, too, which can be remembered. Built once, then read-only.
/// </summary>
internal sealed class MergeBorders
{
    private const int Bits = 20;

    // By a hash of the pair: pairs that share a place only cost a cut.
    private readonly ulong[] _joined = new ulong[1 << (Bits - 6)];

    /// <summary>Notes a token that a merge makes.</summary>
    public void Add(string token)
    {
        for (int i = 1; i < token.Length; i++)
        {
            int place = PlaceOf(token[i - 1], token[i]);
            _joined[place >> 6] |= 1UL << (place & 63);
        }
    }

    /// <summary>Whether two characters never end up in one token because they stand side by side.</summary>
    public bool IsBetween(char left, char right)
    {
        int place = PlaceOf(left, right);
        return (_joined[place >> 6] & (1UL << (place & 63))) == 0;
    }

    private static int PlaceOf(char left, char right) => (int)(((((uint)left << 16) | right) * 0x9E37_79B1u) >> (32 - Bits));
}
