namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Puts tokens together to a text. Stateless.</summary>
internal interface IDecoder
{
    /// <summary>Joins the tokens' texts.</summary>
    string Decode(IReadOnlyList<string> tokens);
}
