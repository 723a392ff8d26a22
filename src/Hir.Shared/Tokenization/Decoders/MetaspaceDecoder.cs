namespace Hir.Shared.Tokenization.Decoders;

/// <summary>
/// Turns SentencePiece's mark back into spaces; marks before the first visible character are dropped if encoding put them there.
/// </summary>
internal sealed class MetaspaceDecoder(char mark, bool dropLeading) : IDecoder
{
    public ITokenSink Over(ITokenSink next) => new Sink(mark, dropLeading, next);

    private sealed class Sink(char mark, bool dropLeading, ITokenSink next) : ITokenSink
    {
        private bool _dropping = dropLeading;

        public void Write(ReadOnlySpan<char> part)
        {
            if (_dropping) part = part.TrimStart(mark);
            _dropping &= part.IsEmpty;
            while (!part.IsEmpty)
            {
                int marked = part.IndexOf(mark);
                next.Write(marked < 0 ? part : part[..marked]);
                if (marked < 0) return;
                next.Write(" ");
                part = part[(marked + 1)..];
            }
        }

        public void EndToken() => next.EndToken();

        public void End() => next.End();
    }
}
