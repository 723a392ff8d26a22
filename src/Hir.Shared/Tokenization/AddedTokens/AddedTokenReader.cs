using Hir.Shared.Tokenization.Json;

namespace Hir.Shared.Tokenization.AddedTokens;

/// <summary>Reads the added tokens of a tokenizer.json.</summary>
internal static class AddedTokenReader
{
    public static IReadOnlyList<AddedToken> Read(JsonAt at)
    {
        List<AddedToken> tokens = [];
        if (at.IsNull) return tokens;
        Dictionary<int, string> byId = [];
        HashSet<string> contents = new(StringComparer.Ordinal);
        foreach (JsonAt item in at.Items())
        {
            int? id = item.Id("id");
            string? content = item.Text("content");
            if (content is "") item["content"].Problem("is empty");
            bool special = item.Flag("special", false);
            AddedToken token = new(
                id ?? 0,
                content ?? "",
                special,
                item.Flag("normalized", !special),
                item.Flag("single_word", false),
                item.Flag("lstrip", false),
                item.Flag("rstrip", false));
            if (id is null || token.Content.Length == 0) continue;
            string? other = byId.GetValueOrDefault(token.Id);
            byId.TryAdd(token.Id, token.Content);
            if (other is not null) item["id"].Problem($"is {token.Id}, which the added token \"{other}\" has too");
            else if (!contents.Add(token.Content)) item["content"].Problem("is that of another added token too");
            else tokens.Add(token);
        }

        return tokens;
    }
}
