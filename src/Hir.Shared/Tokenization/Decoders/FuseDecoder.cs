namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Makes all tokens one.</summary>
internal sealed class FuseDecoder : IDecoder
{
    public ITokenSink Over(ITokenSink next) => new Sink(next);

    private sealed class Sink(ITokenSink next) : ITokenSink
    {
        public void Write(ReadOnlySpan<char> part) => next.Write(part);

        public void EndToken()
        {
        }

        public void End()
        {
            next.EndToken();
            next.End();
        }
    }
}
