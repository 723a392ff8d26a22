using System.Text.Json;
using Hir.Shared.Tokenization.Json;

namespace Hir.Shared.Tokenization.Models;

/// <summary>Reads a BPE model of a tokenizer.json.</summary>
internal static class BpeReader
{
    private const int MaxProblems = 10; // of one list: a damaged file has them by the thousand
    private const int MaxDecoration = 100;

    public static BpeModel? Read(JsonAt at)
    {
        if (!at["dropout"].IsNull) at["dropout"].Problem($"is {at["dropout"].Shown} and must be null: encoding is never random here");
        Vocabulary? vocabulary = ReadVocabulary(at["vocab"]);
        if (vocabulary is null) return null;
        BpeOptions options = new(
            ReadUnknown(at, vocabulary),
            at.Flag("fuse_unk", false),
            at.Flag("byte_fallback", false),
            at.Flag("ignore_merges", false),
            ReadDecoration(at, "continuing_subword_prefix"),
            ReadDecoration(at, "end_of_word_suffix"));
        MergeBorders borders = new();
        MergeTable? merges = ReadMerges(at["merges"], vocabulary, options.Prefix, borders);
        return merges is null ? null : new BpeModel(vocabulary, merges, borders, options);
    }

    private static Vocabulary? ReadVocabulary(JsonAt at)
    {
        if (at.Element.ValueKind != JsonValueKind.Object)
        {
            at.Problem("must be an object of tokens and their ids, as in {\"the\": 5}");
            return null;
        }

        Vocabulary vocabulary = new(at.Element.GetPropertyCount());
        int problems = 0;
        foreach (JsonProperty entry in at.Element.EnumerateObject())
        {
            string? problem = JsonAt.TryId(entry.Value, out int id)
                ? vocabulary.Add(entry.Name, id)
                : $"must be a whole number from 0 to {TokenizerFile.IdLimit - 1}";
            if (problem is null) continue;
            at.Problem($"[\"{entry.Name}\"] {problem}");
            if (++problems == MaxProblems) return null;
        }

        return problems == 0 ? vocabulary : null;
    }

    private static MergeTable? ReadMerges(JsonAt at, Vocabulary vocabulary, string prefix, MergeBorders borders)
    {
        if (at.Element.ValueKind != JsonValueKind.Array)
        {
            at.Problem("must be an array of pairs, as in \"t h\" or [\"t\", \"h\"]");
            return null;
        }

        MergeTable merges = new(at.Element.GetArrayLength());
        int rank = 0;
        int problems = 0;
        foreach (JsonElement entry in at.Element.EnumerateArray())
        {
            string? problem = Add(merges, entry, rank, vocabulary, prefix, borders);
            if (problem is not null)
            {
                at.Problem($"[{rank}] {problem}");
                if (++problems == MaxProblems) return null;
            }

            rank++;
        }

        return problems == 0 ? merges : null;
    }

    private static string? Add(MergeTable merges, JsonElement entry, int rank, Vocabulary vocabulary, string prefix, MergeBorders borders)
    {
        // Older files begin with the first line of merges.txt.
        if (entry.ValueKind == JsonValueKind.String && entry.GetString()!.StartsWith("#version", StringComparison.Ordinal)) return null;
        if (!TryReadPair(entry, out string left, out string right)) return "must be two tokens, as in \"t h\" or [\"t\", \"h\"]";
        if (!right.StartsWith(prefix, StringComparison.Ordinal)) return $"joins \"{right}\", which lacks the prefix \"{prefix}\"";
        string result = left + right[prefix.Length..];
        (int leftId, int rightId, int resultId) = (vocabulary.IdOf(left), vocabulary.IdOf(right), vocabulary.IdOf(result));
        string? missing = leftId < 0 ? left : rightId < 0 ? right : resultId < 0 ? result : null;
        if (missing is not null) return $"joins \"{left}\" and \"{right}\", but the vocabulary lacks \"{missing}\"";
        borders.Add(result);
        return merges.TryAdd(leftId, rightId, rank, resultId) ? null : $"joins \"{left}\" and \"{right}\" for the second time";
    }

    private static bool TryReadPair(JsonElement entry, out string left, out string right)
    {
        (left, right) = ("", "");
        if (entry.ValueKind == JsonValueKind.String)
        {
            string pair = entry.GetString()!;
            int space = pair.IndexOf(' ');
            if (space < 0 || pair.IndexOf(' ', space + 1) >= 0) return false;
            (left, right) = (pair[..space], pair[(space + 1)..]);
        }
        else if (entry.ValueKind == JsonValueKind.Array
            && entry.GetArrayLength() == 2
            && entry[0].ValueKind == JsonValueKind.String
            && entry[1].ValueKind == JsonValueKind.String)
        {
            (left, right) = (entry[0].GetString()!, entry[1].GetString()!);
        }

        return left.Length > 0 && right.Length > 0;
    }

    private static int? ReadUnknown(JsonAt at, Vocabulary vocabulary)
    {
        if (at["unk_token"].IsNull || at.Text("unk_token") is not { } token) return null;
        int id = vocabulary.IdOf(token);
        if (id >= 0) return id;
        at["unk_token"].Problem($"is \"{token}\", which the vocabulary lacks");
        return null;
    }

    private static string ReadDecoration(JsonAt at, string name)
    {
        string text = at[name].IsNull ? "" : at.Text(name) ?? "";
        if (text.Length > MaxDecoration) at[name].Problem($"has {text.Length} characters; at most {MaxDecoration} are supported");
        return text;
    }
}
