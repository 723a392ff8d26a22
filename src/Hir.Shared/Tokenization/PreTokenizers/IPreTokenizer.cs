namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Cuts pieces into smaller ones, which the model's tokens never cross. Stateless.</summary>
internal interface IPreTokenizer
{
    /// <summary>Reads every piece of <paramref name="source"/> and appends what becomes of it to <paramref name="target"/>.</summary>
    void Split(PieceList source, PieceList target);
}
