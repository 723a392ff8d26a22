using System.Text.Json;
using Hir.Shared.Tokenization.Json;

namespace Hir.Shared.Tokenization.Models;

/// <summary>Reads the model of a tokenizer.json.</summary>
internal static class ModelReader
{
    /// <param name="at">The key model.</param>
    /// <param name="specialIds">Ids of special tokens, which text never becomes by way of the model.</param>
    public static ITokenModel? Read(JsonAt at, IEnumerable<int> specialIds)
    {
        switch (at["type"].IsNull ? TypeOf(at) : at.Type)
        {
            case "Unigram":
                return ReadUnigram(at, specialIds);
            case "BPE":
                return BpeReader.Read(at);
            default:
                at.Unsupported("Unigram, BPE");
                return null;
        }
    }

    // The oldest files name no type; theirs is recognised by what the model holds.
    private static string TypeOf(JsonAt at) =>
        !at["unk_id"].IsNull && at["vocab"].Element.ValueKind == JsonValueKind.Array ? "Unigram"
        : !at["merges"].IsNull ? "BPE"
        : "";

    private static UnigramModel? ReadUnigram(JsonAt at, IEnumerable<int> specialIds)
    {
        List<(string, double)> vocabulary = [];
        foreach (JsonAt entry in at["vocab"].Items())
        {
            if (TryReadEntry(entry, out (string, double) token)) vocabulary.Add(token);
            else entry.Problem("must be a token and its finite log-probability, as in [\"▁the\", -3.2]");
            if (vocabulary.Count <= TokenizerFile.IdLimit) continue;
            at["vocab"].Problem($"has more than {TokenizerFile.IdLimit} entries");
            return null;
        }

        int? unknown = at.Id("unk_id");
        if (unknown is null) return null;
        if (unknown >= vocabulary.Count)
        {
            at["unk_id"].Problem($"is {unknown} and must be below the vocabulary's size, {vocabulary.Count}");
            return null;
        }

        return new UnigramModel(vocabulary, unknown.Value, specialIds.Append(unknown.Value).ToHashSet(), at.Flag("byte_fallback", false));
    }

    private static bool TryReadEntry(JsonAt entry, out (string Token, double Score) token)
    {
        token = default;
        if (entry.Element.ValueKind != JsonValueKind.Array || entry.Element.GetArrayLength() != 2) return false;
        IReadOnlyList<JsonAt> parts = entry.Items();
        if (!parts[0].TryText(out string? text) || parts[1].Element.ValueKind != JsonValueKind.Number) return false;
        token = (text!, parts[1].Element.GetDouble());
        return double.IsFinite(token.Score) && token.Token.Length <= UnigramModel.LongestToken;
    }
}
