using Hir.Shared.Handoff;
using Hir.Shared.Tokenization.SentencePiece;

namespace Hir.Shared.Tokenization;

/// <summary>What identifies a tokenizer in a record.</summary>
public static class TokenizerDigest
{
    /// <summary>SHA-256 of the file that <see cref="Tokenizer.Load"/> reads in a folder, 64 lower-case hexadecimal digits.</summary>
    /// <exception cref="InputException">The folder holds none, or it cannot be read.</exception>
    public static string Of(string folder)
    {
        string[] names = [TokenizerJson.FileName, .. SentencePieceModel.FileNames];
        string name = names.FirstOrDefault(n => File.Exists(Path.Combine(folder, n)))
            ?? throw new InputException($"{folder}: holds no tokenizer ({string.Join(" or ", names)}); copy the file from the checkpoint");
        try
        {
            return FileDigest.Of(Path.Combine(folder, name), name).Sha256;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Path.Combine(folder, name)}: cannot be read: {e.Message}", e);
        }
    }
}
