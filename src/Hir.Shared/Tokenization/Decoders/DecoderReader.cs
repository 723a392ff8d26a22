using Hir.Shared.Tokenization.Json;
using Hir.Shared.Tokenization.Patterns;
using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Reads the decoder of a tokenizer.json.</summary>
internal static class DecoderReader
{
    private const string Supported = "Sequence, ByteLevel, ByteFallback, Fuse, Strip, Replace, Metaspace, BPEDecoder";

    public static IDecoder Read(JsonAt at) => at.IsNull ? new SpaceDecoder() : ReadOne(at);

    private static IDecoder ReadOne(JsonAt at)
    {
        switch (at.Type)
        {
            case "Sequence":
                return new SequenceDecoder([.. at["decoders"].Items().Select(ReadOne)]);
            case "ByteLevel":
                return new ByteLevelDecoder();
            case "ByteFallback":
                return new ByteFallbackDecoder();
            case "Fuse":
                return new FuseDecoder();
            case "Strip":
                return ReadStrip(at);
            case "Replace":
                return new ReplaceDecoder(PatternReader.Read(at["pattern"]), at.Content("content"));
            case "Metaspace":
                return new MetaspaceDecoder(PreTokenizerReader.ReadMark(at), PreTokenizerReader.ReadPrepend(at) != PrependScheme.Never);
            case "BPEDecoder":
                return ReadBpe(at);
            default:
                at.Unsupported(Supported);
                return new SpaceDecoder();
        }
    }

    private static StripDecoder ReadStrip(JsonAt at)
    {
        string content = at.Text("content") ?? " ";
        if (content.Length != 1) at["content"].Problem($"is \"{at["content"].Shown}\" and must be one character");
        return new StripDecoder(content is [char only] ? only : ' ', at.Count("start"), at.Count("stop"));
    }

    private static BpeDecoder ReadBpe(JsonAt at)
    {
        string suffix = at["suffix"].IsNull ? "</w>" : at.Text("suffix") ?? "</w>";
        if (suffix.Length > 0) return new BpeDecoder(suffix);
        at["suffix"].Problem("is empty");
        return new BpeDecoder("</w>");
    }
}
