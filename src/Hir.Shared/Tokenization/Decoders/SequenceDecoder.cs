namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Several decoders, one after the other.</summary>
internal sealed class SequenceDecoder(IReadOnlyList<IDecoder> steps) : IDecoder
{
    public ITokenSink Over(ITokenSink next)
    {
        for (int i = steps.Count - 1; i >= 0; i--) next = steps[i].Over(next);
        return next;
    }
}
