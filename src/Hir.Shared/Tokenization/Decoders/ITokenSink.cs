namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Takes tokens one after the other, each in one part or several.</summary>
internal interface ITokenSink
{
    /// <summary>A part of the token that is being written.</summary>
    void Write(ReadOnlySpan<char> part);

    /// <summary>That token is whole.</summary>
    void EndToken();

    /// <summary>There are no more tokens; whatever was held back is due.</summary>
    void End();
}
