namespace Hir.Shared.Tokenization;

/// <summary>Reads a tokenizer's file whole, up to a limit. Such files come from elsewhere: their sizes and ids are only claims.</summary>
internal static class TokenizerFile
{
    /// <summary>
    /// Bytes at most: four times the largest file of the supported families (Gemma 3, 33 MB), and little enough to hold parsed.
    /// </summary>
    public const long SizeLimit = 128L << 20;

    /// <summary>
    /// One more than the highest id that a file may use: 16 times the largest vocabulary in use (262,144), and little enough for a table.
    /// </summary>
    public const int IdLimit = 1 << 22;

    /// <exception cref="InputException">The file is missing, unreadable or larger than the limit.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return BoundedJson.ReadBytes(path, SizeLimit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }
}
