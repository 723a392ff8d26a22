using Hir.Shared.Tokenization.Decoders;

namespace Hir.Shared.Tests.Tokenization.Decoders;

/// <summary>What decoders make of tokens.</summary>
internal static class Decoded
{
    /// <summary>The text of tokens, each written whole.</summary>
    public static string Of(IDecoder decoder, params IEnumerable<string> tokens) => string.Concat(Steps(decoder, tokens));

    /// <summary>The text that each token makes certain, and last what the end does.</summary>
    public static IReadOnlyList<string> Steps(IDecoder decoder, params IEnumerable<string> tokens)
    {
        TextSink text = new();
        ITokenSink sink = decoder.Over(text);
        List<string> steps = [];
        foreach (string token in tokens)
        {
            sink.Write(token);
            sink.EndToken();
            steps.Add(text.Take());
        }

        sink.End();
        return [.. steps, text.Take()];
    }
}
