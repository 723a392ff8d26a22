using Hir.Shared.Tokenization.Patterns;

namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Replaces each match of a pattern within a token by a text.</summary>
internal sealed class ReplaceDecoder(TextPattern pattern, string content) : IDecoder
{
    public ITokenSink Over(ITokenSink next) => new Sink(pattern, content, next);

    private sealed class Sink(TextPattern pattern, string content, ITokenSink next) : WholeTokenSink(next)
    {
        protected override void Take(string token) => Pass(pattern.Replace(token, content));
    }
}
