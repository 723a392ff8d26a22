namespace Hir.Shared.Shards;

/// <summary>Where the tokens before a piece of an output go when the piece is trained on. In files: decoder, encoder.</summary>
public enum PieceSide
{
    /// <summary>They stay where they were generated, before the piece, and their loss is masked.</summary>
    Decoder,

    /// <summary>They end the prompt, before its end token; the piece is the whole output.</summary>
    Encoder,
}
