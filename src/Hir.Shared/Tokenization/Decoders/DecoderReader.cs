using Hir.Shared.Tokenization.Json;
using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tokenization.Decoders;

/// <summary>Reads the decoder of a tokenizer.json.</summary>
internal static class DecoderReader
{
    public static IDecoder Read(JsonAt at)
    {
        if (at.IsNull) return new SpaceDecoder();
        if (at.Type == "Metaspace")
        {
            return new MetaspaceDecoder(PreTokenizerReader.ReadMark(at), PreTokenizerReader.ReadPrepend(at) != PrependScheme.Never);
        }

        at.Unsupported("Metaspace");
        return new SpaceDecoder();
    }
}
