namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Puts a space between tokens: what a file without a decoder means.</summary>
internal sealed class SpaceDecoder : IDecoder
{
    public ITokenSink Over(ITokenSink next) => new Sink(next);

    private sealed class Sink(ITokenSink next) : WholeTokenSink(next)
    {
        private bool _isFirst = true;

        protected override void Take(string token)
        {
            Pass(_isFirst ? token : " " + token);
            _isFirst = false;
        }
    }
}
