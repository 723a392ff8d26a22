using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tokenization.Models;

/// <summary>The vocabulary and how pieces of text become its tokens. Stateless.</summary>
internal interface ITokenModel
{
    /// <summary>How many ids the vocabulary has, from 0.</summary>
    int VocabularySize { get; }

    /// <summary>The id that stands for what the vocabulary cannot write, or null.</summary>
    int? UnknownId { get; }

    /// <summary>The text of a token.</summary>
    string TokenOf(int id);

    /// <summary>The id of a token, or null.</summary>
    int? IdOf(string token);

    /// <summary>Appends the ids of each piece.</summary>
    void Encode(PieceList pieces, List<int> ids);
}
