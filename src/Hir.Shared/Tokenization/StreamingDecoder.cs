using Hir.Shared.Tokenization.Decoders;

namespace Hir.Shared.Tokenization;

/// <summary>
/// Decodes ids one by one, and gives text as soon as no later id can change it: a character whose bytes come with several ids is given
/// whole. All texts given, put together, are what <see cref="Tokenizer.Decode"/> gives for all the ids. For one text, and one thread.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly Func<int, string?> _textOf;
    private readonly TextSink _text = new();
    private readonly ITokenSink _tokens;

    internal StreamingDecoder(IDecoder decoder, Func<int, string?> textOf)
    {
        _textOf = textOf;
        _tokens = decoder.Over(_text);
    }

    /// <summary>Takes the next id.</summary>
    /// <returns>The text that it makes certain; often empty.</returns>
    public string Add(int id)
    {
        Write(id);
        return _text.Take();
    }

    /// <summary>Ends the text; then no more ids may come.</summary>
    /// <returns>What was held back: half a character becomes U+FFFD.</returns>
    public string Flush()
    {
        _tokens.End();
        return _text.Take();
    }

    /// <summary>Takes the next id, and keeps the text for the next call.</summary>
    internal void Write(int id)
    {
        if (_textOf(id) is not { } token) return;
        _tokens.Write(token);
        _tokens.EndToken();
    }
}
