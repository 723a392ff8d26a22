namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Puts a space between tokens: what a file without a decoder means.</summary>
internal sealed class SpaceDecoder : IDecoder
{
    public string Decode(IReadOnlyList<string> tokens) => string.Join(' ', tokens);
}
