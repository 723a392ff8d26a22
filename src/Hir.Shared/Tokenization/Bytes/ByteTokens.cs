using System.Globalization;

namespace Hir.Shared.Tokenization.Bytes;

/// <summary>Tokens that stand for one byte, written as in &lt;0x0A&gt;: what byte fallback writes unknown characters with.</summary>
internal static class ByteTokens
{
    /// <summary>The token of a byte.</summary>
    public static string TokenOf(byte value) => string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>");

    /// <summary>Whether a token stands for a byte, and for which; hexadecimal digits of either case count.</summary>
    public static bool TryParse(ReadOnlySpan<char> token, out byte value)
    {
        value = 0;
        return token.Length == 6
            && token.StartsWith("<0x")
            && token[^1] == '>'
            && byte.TryParse(token[3..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The ids of all 256 byte tokens, with -1 where a vocabulary has none.</summary>
    public static int[] IdsOf(Func<string, int?> idOf) => [.. Enumerable.Range(0, 256).Select(b => idOf(TokenOf((byte)b)) ?? -1)];
}
