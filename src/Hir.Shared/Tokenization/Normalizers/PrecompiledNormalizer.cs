using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>
/// SentencePiece's compiled normalization rules: at each position the longest rule that matches is applied, and a character without a
/// rule stays. The rules are a double-array trie over UTF-8 bytes (the Darts layout) whose values are offsets into a pool of
/// NUL-terminated UTF-8 texts.
/// </summary>
/// <remarks>
/// This is what SentencePiece does. Hugging Face's reading differs in a corner: it applies the shortest rule to a whole grapheme of fewer
/// than six bytes, which loses the accent of a ligature with an accent and the like.
/// </remarks>
internal sealed class PrecompiledNormalizer : INormalizer
{
    private const int LongestReplacement = 256; // bytes, and so at most as many characters; NFKC's longest has 33

    private readonly uint[] _units;
    private readonly byte[] _pool;
    private readonly bool[] _plain = new bool[128];

    /// <param name="charsmap">Trie size in bytes (u32, little endian), the trie's units (u32), the pool.</param>
    /// <exception cref="FormatException">The sizes do not agree.</exception>
    public PrecompiledNormalizer(ReadOnlySpan<byte> charsmap)
    {
        if (charsmap.Length < 4) throw new FormatException("it is shorter than its 4-byte header.");
        uint trieBytes = BinaryPrimitives.ReadUInt32LittleEndian(charsmap);
        if (trieBytes == 0 || trieBytes % 4 != 0 || trieBytes > charsmap.Length - 4)
        {
            throw new FormatException($"its header announces a trie of {trieBytes} bytes, but {charsmap.Length - 4} bytes follow.");
        }

        _units = new uint[trieBytes / 4];
        for (int i = 0; i < _units.Length; i++) _units[i] = BinaryPrimitives.ReadUInt32LittleEndian(charsmap[(4 + (4 * i))..]);
        _pool = charsmap[(4 + (int)trieBytes)..].ToArray();
        if (LongestText(_pool) > LongestReplacement)
        {
            throw new FormatException($"its pool holds a text of more than {LongestReplacement} bytes.");
        }

        for (int c = 0; c < _plain.Length; c++) _plain[c] = !StartsAsciiRule((byte)c);
    }

    public string Normalize(string text)
    {
        int unchanged = UnchangedPrefix(text);
        if (unchanged == text.Length) return text;

        char[] buffer = ArrayPool<char>.Shared.Rent((text.Length * 2) + LongestReplacement);
        text.AsSpan(0, unchanged).CopyTo(buffer);
        int length = unchanged;
        for (int at = unchanged; at < text.Length;)
        {
            if (buffer.Length - length < LongestReplacement) Grow(ref buffer, length, LongestReplacement);
            if (IsPlain(text, at))
            {
                buffer[length++] = text[at++];
            }
            else if (TryMatch(text, at, out int matched, out ReadOnlySpan<byte> replacement))
            {
                length += Encoding.UTF8.GetChars(replacement, buffer.AsSpan(length));
                at += matched;
            }
            else
            {
                Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out int consumed);
                length += rune.EncodeToUtf16(buffer.AsSpan(length));
                at += consumed;
            }
        }

        string result = new(buffer, 0, length);
        ArrayPool<char>.Shared.Return(buffer);
        return result;
    }

    private static int LongestText(ReadOnlySpan<byte> pool)
    {
        int longest = 0;
        foreach (Range text in pool.Split((byte)0)) longest = Math.Max(longest, pool[text].Length);
        return longest;
    }

    private int UnchangedPrefix(string text)
    {
        int at = 0;
        while (at < text.Length && IsPlain(text, at)) at++;
        return at;
    }

    // An ASCII character that starts no rule within ASCII, and is not followed by something (an accent, say) that could complete another.
    private bool IsPlain(string text, int at) =>
        char.IsAscii(text[at]) && _plain[text[at]] && (at + 1 == text.Length || char.IsAscii(text[at + 1]));

    private bool TryMatch(string text, int start, out int matched, out ReadOnlySpan<byte> replacement)
    {
        matched = 0;
        replacement = default;
        Span<byte> utf8 = stackalloc byte[4];
        uint node = Offset(_units[0]);
        for (int at = start; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out int consumed);
            int bytes = rune.EncodeToUtf8(utf8);
            uint unit = 0;
            for (int i = 0; i < bytes; i++)
            {
                if (!TryStep(ref node, utf8[i], out unit)) return matched > 0;
            }

            at += consumed;
            if (HasLeaf(unit) && TryReadReplacement(node, out ReadOnlySpan<byte> text8))
            {
                matched = at - start;
                replacement = text8;
            }
        }

        return matched > 0;
    }

    private bool TryReadReplacement(uint node, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        if (node >= _units.Length) return false;
        uint offset = _units[node] & 0x7FFF_FFFF;
        if (offset >= _pool.Length) return false;
        replacement = _pool.AsSpan((int)offset);
        int end = replacement.IndexOf((byte)0);
        if (end >= 0) replacement = replacement[..end];
        return true;
    }

    private bool StartsAsciiRule(byte first)
    {
        uint root = Offset(_units[0]);
        if (!TryStep(ref root, first, out uint unit)) return false;
        if (HasLeaf(unit)) return true;
        for (byte second = 1; second < 128; second++)
        {
            uint node = root;
            if (TryStep(ref node, second, out _)) return true;
        }

        return false;
    }

    // After a step, node is where the children (and, at label 0, the value) of the unit stand.
    private bool TryStep(ref uint node, byte label, out uint unit)
    {
        uint at = node ^ label;
        unit = at < (uint)_units.Length ? _units[at] : 0x8000_0000;
        if ((unit & 0x8000_00FF) != label) return false;
        node = at ^ Offset(unit);
        return true;
    }

    private static bool HasLeaf(uint unit) => ((unit >> 8) & 1) == 1;

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1u << 9)) >> 6);

    private static void Grow(ref char[] buffer, int length, int extra)
    {
        char[] larger = ArrayPool<char>.Shared.Rent((buffer.Length * 2) + extra);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(buffer);
        buffer = larger;
    }
}
