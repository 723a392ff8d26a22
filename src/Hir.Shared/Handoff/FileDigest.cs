namespace Hir.Shared.Handoff;

/// <summary>What is known of a file that was written or checked.</summary>
/// <param name="Name">The path below its folder, with forward slashes.</param>
/// <param name="Bytes">The length in bytes.</param>
/// <param name="Sha256">SHA-256 of the content, 64 lower-case hexadecimal digits.</param>
public sealed record FileDigest(string Name, long Bytes, string Sha256)
{
    /// <summary>Reads a file once and digests it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name to record.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileDigest Of(string path, string name)
    {
        // What is no regular file (a pipe, a device) has no length, and opening it may wait for ever.
        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            return new FileDigest(name, 0, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([])));
        }

        using FileStream stream = new(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, FileOptions.SequentialScan);
        byte[] hash = System.Security.Cryptography.SHA256.HashData(stream);
        return new FileDigest(name, stream.Length, Convert.ToHexStringLower(hash));
    }
}
