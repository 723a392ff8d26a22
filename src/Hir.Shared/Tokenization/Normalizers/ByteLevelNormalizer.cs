using System.Text;
using Hir.Shared.Tokenization.Bytes;

namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>Writes a text's UTF-8 bytes in the alphabet of byte-level vocabularies.</summary>
internal sealed class ByteLevelNormalizer : INormalizer
{
    public string Normalize(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return string.Create(bytes.Length, bytes, (chars, source) =>
        {
            for (int i = 0; i < source.Length; i++) chars[i] = ByteAlphabet.CharOf(source[i]);
        });
    }
}
