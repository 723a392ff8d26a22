using System.Text.Json;

namespace Hir.Shared.Tokenization.Json;

/// <summary>
/// A place in tokenizer.json that knows its key and collects what is wrong there, so that a reader can go on and report everything at
/// once.
/// </summary>
internal readonly struct JsonAt
{
    private const int LongestShown = 100;
    private const int LongestProblem = 500;
    private const int LongestContent = 1000;
    private const int MostRegexes = 50;
    private const int MostProblems = 50; // a damaged file has them by the thousand

    private readonly string _file;
    private readonly List<string> _problems;
    private readonly int[] _regexes; // one number: how many the file has so far

    public JsonAt(string file, JsonElement element, List<string> problems) : this(file, "", element, problems, new int[1])
    {
    }

    private JsonAt(string file, string key, JsonElement element, List<string> problems, int[] regexes)
    {
        _file = file;
        Key = key;
        Element = element;
        _problems = problems;
        _regexes = regexes;
    }

    /// <summary>The keys that lead here, as in <c>pre_tokenizer.pretokenizers[1]</c>.</summary>
    public string Key { get; }

    public JsonElement Element { get; }

    /// <summary>Whether nothing stands here.</summary>
    public bool IsNull => Element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>The component's kind: the text of its key <c>type</c>, or an empty text.</summary>
    public string Type => Text("type") ?? "";

    /// <summary>The place below a key, which may be null.</summary>
    public JsonAt this[string name]
    {
        get
        {
            JsonElement child = default;
            if (Element.ValueKind == JsonValueKind.Object) Element.TryGetProperty(name, out child);
            return new JsonAt(_file, Key.Length == 0 ? name : $"{Key}.{name}", child, _problems, _regexes);
        }
    }

    /// <summary>The elements of the array here; empty, and a problem, where there is none.</summary>
    public IReadOnlyList<JsonAt> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            Problem($"is {Element.ValueKind} and must be an array");
            return [];
        }

        List<JsonAt> items = new(Element.GetArrayLength());
        foreach (JsonElement item in Element.EnumerateArray())
        {
            items.Add(new JsonAt(_file, $"{Key}[{items.Count}]", item, _problems, _regexes));
        }

        return items;
    }

    /// <summary>The text below a key; null, and a problem, where there is none.</summary>
    public string? Text(string name)
    {
        if (this[name].TryText(out string? text)) return text;
        this[name].Problem("must be a text");
        return null;
    }

    /// <summary>The text here, if it is one.</summary>
    public bool TryText(out string? text)
    {
        text = Element.ValueKind == JsonValueKind.String ? Element.GetString() : null;
        return text is not null;
    }

    /// <summary>What stands here, short, for a message.</summary>
    public string Shown
    {
        get
        {
            string shown = IsNull ? "" : Element.ToString();
            return shown.Length <= LongestShown ? shown : shown[..LongestShown] + "…";
        }
    }

    /// <summary>The truth value below a key, or a default where there is none.</summary>
    public bool Flag(string name, bool otherwise)
    {
        JsonAt at = this[name];
        if (at.Element.ValueKind is JsonValueKind.True or JsonValueKind.False) return at.Element.GetBoolean();
        if (!at.IsNull) at.Problem("must be true or false");
        return otherwise;
    }

    /// <summary>The token id below a key; null, and a problem, where there is none.</summary>
    public int? Id(string name) => this[name].Id();

    /// <summary>The token id here; null, and a problem, where there is none.</summary>
    public int? Id()
    {
        if (TryId(Element, out int id)) return id;
        Problem($"must be a whole number from 0 to {TokenizerFile.IdLimit - 1}");
        return null;
    }

    /// <summary>Whether a value can be a token's id.</summary>
    public static bool TryId(JsonElement value, out int id)
    {
        id = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out id) && id is >= 0 and < TokenizerFile.IdLimit;
    }

    /// <summary>The whole number below a key that says how often something is done; 0, and a problem, where there is none.</summary>
    public int Count(string name)
    {
        JsonAt at = this[name];
        if (at.Element.ValueKind == JsonValueKind.Number && at.Element.TryGetInt32(out int count) && count >= 0) return count;
        at.Problem("must be a whole number of at least 0");
        return 0;
    }

    /// <summary>The text below a key that is written into other texts; empty where there is none, and a problem where it is long.</summary>
    public string Content(string name)
    {
        string content = Text(name) ?? "";
        if (content.Length <= LongestContent) return content;
        this[name].Problem($"has {content.Length} characters; at most {LongestContent} are supported");
        return "";
    }

    /// <summary>
    /// Counts a regular expression in; false, and a problem, where the file has too many: each costs time to build and to use.
    /// </summary>
    public bool CountRegex()
    {
        if (++_regexes[0] <= MostRegexes) return true;
        if (_regexes[0] == MostRegexes + 1) Problem($"is one regular expression too many; at most {MostRegexes} are supported");
        return false;
    }

    /// <summary>Notes that this component is of a kind that is not known.</summary>
    public void Unsupported(string supported) =>
        this["type"].Problem($"is \"{this["type"].Shown}\", which is not supported; supported are {supported}");

    /// <summary>Notes what is wrong here.</summary>
    public void Problem(string what)
    {
        if (what.Length > LongestProblem) what = what[..LongestProblem] + "…";
        if (_problems.Count < MostProblems) _problems.Add($"{_file}: {Key} {what}.");
    }
}
