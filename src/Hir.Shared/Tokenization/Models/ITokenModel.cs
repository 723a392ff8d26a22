using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tokenization.Models;

/// <summary>The vocabulary and how pieces of text become its tokens. Safe to use from several threads.</summary>
internal interface ITokenModel
{
    /// <summary>One more than the vocabulary's highest id.</summary>
    int VocabularySize { get; }

    /// <summary>The id that decodes as SentencePiece's sign for an unknown text, or null.</summary>
    int? UnknownId { get; }

    /// <summary>The text of a token, or null for an id that has none.</summary>
    string? TokenOf(int id);

    /// <summary>The id of a token, or null.</summary>
    int? IdOf(string token);

    /// <summary>Appends the ids of each piece.</summary>
    void Encode(PieceList pieces, List<int> ids);
}
