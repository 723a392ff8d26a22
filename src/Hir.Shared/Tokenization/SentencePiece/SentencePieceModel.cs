namespace Hir.Shared.Tokenization.SentencePiece;

internal static class SentencePieceModel
{
    public const string FileName = "spiece.model";

    public static TokenizerParts Read(string path) => throw new NotImplementedException(path);
}
