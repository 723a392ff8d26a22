namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Removes a character from the ends of each token, up to so many times.</summary>
internal sealed class StripDecoder(char content, int start, int stop) : IDecoder
{
    public ITokenSink Over(ITokenSink next) => new Sink(content, start, stop, next);

    private sealed class Sink(char content, int start, int stop, ITokenSink next) : ITokenSink
    {
        private int _removed;   // at the token's start
        private bool _wroteAny; // whether the token has anything besides them
        private int _held;      // how many at the end so far wait for what comes

        public void Write(ReadOnlySpan<char> part)
        {
            while (!_wroteAny && _removed < start && !part.IsEmpty && part[0] == content)
            {
                part = part[1..];
                _removed++;
            }

            if (part.IsEmpty) return;
            _wroteAny = true;
            int kept = part.TrimEnd(content).Length;
            if (kept > 0) WriteHeld(all: true);
            next.Write(part[..kept]);
            _held += part.Length - kept;
            WriteHeld(all: false);
        }

        public void EndToken()
        {
            _held = 0;
            _removed = 0;
            _wroteAny = false;
            next.EndToken();
        }

        public void End() => next.End();

        private void WriteHeld(bool all)
        {
            for (; _held > (all ? 0 : stop); _held--) next.Write([content]);
        }
    }
}
