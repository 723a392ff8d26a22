using Hir.Shared;
using Hir.Shared.Decoding;

namespace Hir.Sampler.Engines;

/// <summary>Whether the tokens that an engine itself gives to its graphs are ones that they know.</summary>
internal static class SpecialTokens
{
    /// <summary>Checks end, pad and start tokens against the vocabulary.</summary>
    /// <exception cref="InputException">Some lie outside: all of them.</exception>
    public static void RequireWithin(int vocabulary, GenerationTokens tokens, string folder)
    {
        int[] outside =
        [
            .. tokens.EndIds.Append(tokens.PadId).Append(tokens.DecoderStartId ?? tokens.PadId).Where(id => id >= vocabulary).Distinct(),
        ];
        if (outside.Length == 0) return;
        throw new InputException(
            $"{folder}: end, pad and start tokens must lie within the vocabulary of {vocabulary}; {string.Join(", ", outside)} does not.");
    }
}
