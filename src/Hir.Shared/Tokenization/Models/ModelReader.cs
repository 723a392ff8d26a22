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
        // The oldest files name no type; theirs is recognised by what it holds.
        bool untyped = at["type"].IsNull && !at["unk_id"].IsNull && at["vocab"].Element.ValueKind == JsonValueKind.Array;
        if (untyped || at.Type == "Unigram") return ReadUnigram(at, specialIds);
        at.Unsupported("Unigram");
        return null;
    }

    private static UnigramModel? ReadUnigram(JsonAt at, IEnumerable<int> specialIds)
    {
        if (at.Flag("byte_fallback", false)) at["byte_fallback"].Problem("is true, which is not supported");
        List<(string, double)> vocabulary = [];
        foreach (JsonAt entry in at["vocab"].Items())
        {
            if (TryReadEntry(entry, out (string, double) token)) vocabulary.Add(token);
            else entry.Problem("must be a token and its finite log-probability, as in [\"▁the\", -3.2]");
        }

        int? unknown = at.Id("unk_id");
        if (unknown is null) return null;
        if (unknown >= vocabulary.Count)
        {
            at["unk_id"].Problem($"is {unknown} and must be below the vocabulary's size, {vocabulary.Count}");
            return null;
        }

        return new UnigramModel(vocabulary, unknown.Value, specialIds.Append(unknown.Value).ToHashSet());
    }

    private static bool TryReadEntry(JsonAt entry, out (string Token, double Score) token)
    {
        token = default;
        if (entry.Element.ValueKind != JsonValueKind.Array || entry.Element.GetArrayLength() != 2) return false;
        IReadOnlyList<JsonAt> parts = entry.Items();
        if (!parts[0].TryText(out string? text) || parts[1].Element.ValueKind != JsonValueKind.Number) return false;
        token = (text!, parts[1].Element.GetDouble());
        return double.IsFinite(token.Score);
    }
}
