namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Puts tokens together to a text, as far as is certain after each. Stateless; the state of one text is in its sinks.</summary>
internal interface IDecoder
{
    /// <summary>Begins a text: what the sink takes goes on to the next one, decoded.</summary>
    ITokenSink Over(ITokenSink next);
}
