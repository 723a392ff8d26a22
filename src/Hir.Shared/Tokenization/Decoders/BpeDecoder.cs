namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Turns the suffix that marks a word's end into a space, and at the end of the text into nothing.</summary>
internal sealed class BpeDecoder(string suffix) : IDecoder
{
    public ITokenSink Over(ITokenSink next) => new Sink(suffix, next);

    private sealed class Sink(string suffix, ITokenSink next) : WholeTokenSink(next)
    {
        private string? _last;

        protected override void Take(string token)
        {
            if (_last is not null) Pass(_last.Replace(suffix, " ", StringComparison.Ordinal));
            _last = token;
        }

        protected override void Finish()
        {
            if (_last is not null) Pass(_last.Replace(suffix, "", StringComparison.Ordinal));
            _last = null;
        }
    }
}
