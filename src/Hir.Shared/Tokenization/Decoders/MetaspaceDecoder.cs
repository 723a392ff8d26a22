using System.Text;

namespace Hir.Shared.Tokenization.Decoders;

/// <summary>
/// Turns SentencePiece's mark back into spaces; marks before the first visible character are dropped if encoding put them there.
/// </summary>
internal sealed class MetaspaceDecoder(char mark, bool dropLeading) : IDecoder
{
    public string Decode(IReadOnlyList<string> tokens)
    {
        StringBuilder text = new();
        foreach (string token in tokens)
        {
            ReadOnlySpan<char> rest = token;
            if (dropLeading && text.Length == 0) rest = rest.TrimStart(mark);
            int start = text.Length;
            text.Append(rest).Replace(mark, ' ', start, rest.Length);
        }

        return text.ToString();
    }
}
