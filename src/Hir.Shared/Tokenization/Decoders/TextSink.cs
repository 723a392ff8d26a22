using System.Text;

namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Where decoding ends: the text so far.</summary>
internal sealed class TextSink : ITokenSink
{
    private readonly StringBuilder _text = new();

    public void Write(ReadOnlySpan<char> part) => _text.Append(part);

    public void EndToken()
    {
    }

    public void End()
    {
    }

    /// <summary>The text since the last call.</summary>
    public string Take()
    {
        string text = _text.ToString();
        _text.Clear();
        return text;
    }
}
