using Hir.Shared.Tokenization.Json;
using Hir.Shared.Tokenization.Patterns;

namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>Reads the normalizer of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    private const string Supported =
        "Sequence, Precompiled, Replace, Prepend, Strip, Lowercase, StripAccents, ByteLevel, NFC, NFD, NFKC, NFKD";

    public static INormalizer Read(JsonAt at)
    {
        if (at.IsNull) return new SequenceNormalizer([]);
        switch (at.Type)
        {
            case "Sequence":
                return new SequenceNormalizer([.. at["normalizers"].Items().Select(Read)]);
            case "Precompiled":
                return ReadPrecompiled(at);
            case "Replace":
                return new ReplaceNormalizer(PatternReader.Read(at["pattern"]), at.Content("content"));
            case "Prepend":
                return new PrependNormalizer(at.Content("prepend"));
            case "Strip":
                return new StripNormalizer(at.Flag("strip_left", true), at.Flag("strip_right", true));
            case "Lowercase":
                return new LowercaseNormalizer();
            case "StripAccents":
                return new StripAccentsNormalizer();
            case "ByteLevel":
                return new ByteLevelNormalizer();
            case "NFC":
            case "NFD":
            case "NFKC":
            case "NFKD":
                return new UnicodeFormNormalizer(kForm: at.Type.Contains('K'), compose: at.Type.EndsWith('C'));
            default:
                at.Unsupported(Supported);
                return new SequenceNormalizer([]);
        }
    }

    private static INormalizer ReadPrecompiled(JsonAt at)
    {
        try
        {
            return new PrecompiledNormalizer(Convert.FromBase64String(at.Text("precompiled_charsmap") ?? ""));
        }
        catch (FormatException e)
        {
            at["precompiled_charsmap"].Problem($"is no compiled normalization table: {e.Message.TrimEnd('.')}");
            return new SequenceNormalizer([]);
        }
    }
}
