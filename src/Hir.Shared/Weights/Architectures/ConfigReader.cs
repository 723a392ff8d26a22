using System.Text;
using System.Text.Json;

namespace Hir.Shared.Weights.Architectures;

/// <summary>Reads the values of a config.json and collects what is wrong with them, so that all problems are told at once.</summary>
internal sealed class ConfigReader
{
    // Every key may be wrong; a reader of messages needs the first of them.
    private const int MostProblems = 100;

    private readonly JsonElement _root;
    private readonly string _file;
    private readonly string _prefix = "";
    private readonly List<string> _problems = [];

    /// <summary>Parses the JSON.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InputException">It is not a JSON object.</exception>
    public ConfigReader(string json, string file)
    {
        _file = file;
        try
        {
            using JsonDocument document = BoundedJson.Parse(Encoding.UTF8.GetBytes(json));
            _root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new InputException($"{file}: it is not JSON: {e.Message}", e);
        }

        if (_root.ValueKind != JsonValueKind.Object)
        {
            throw new InputException($"{file}: a JSON object is expected, and it is {_root.ValueKind}.");
        }
    }

    private ConfigReader(ConfigReader parent, string key, JsonElement section)
    {
        (_root, _file, _prefix, _problems) = (section, parent._file, $"{parent._prefix}{key}.", parent._problems);
    }

    /// <summary>The keys that are there.</summary>
    public IEnumerable<string> Keys => _root.EnumerateObject().Select(property => property.Name);

    /// <summary>Reads a config.json.</summary>
    /// <exception cref="InputException">It cannot be read, or is too long for one.</exception>
    public static string ReadText(string path)
    {
        try
        {
            return BoundedJson.ReadText(path, BoundedJson.LongestRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the configuration cannot be read: {e.Message}", e);
        }
    }

    public void Problem(string key, string problem)
    {
        if (_problems.Count >= MostProblems) return;
        string line = $"{_file}: {_prefix}{key}: {problem}";
        if (!_problems.Contains(line)) _problems.Add(line);
    }

    /// <summary>Whether a key is there with a value that is not null.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>The object at a key, whose problems count here; null where there is none.</summary>
    public ConfigReader? Section(string key)
    {
        if (Find(key) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Object) return new ConfigReader(this, key, value);
        Problem(key, $"it is {value.ValueKind}; an object is needed.");
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Int(string key, int? fallback, int least = 1, int most = 1 << 30)
    {
        if (Find(key) is not { } value)
        {
            if (fallback is { } present) return present;
            Problem(key, $"it is missing; a whole number from {least} is needed.");
            return least;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(key, $"it is {BoundedJson.Shown(value)}; a whole number from {least} to {most} is needed.");
        return least;
    }

    /// <summary>A positive number.</summary>
    public double Positive(string key, double fallback)
    {
        if (Find(key) is not { } value) return fallback;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number > 0 && double.IsFinite(number))
        {
            return number;
        }

        Problem(key, $"it is {BoundedJson.Shown(value)}; a number above 0 is needed.");
        return fallback;
    }

    public bool Bool(string key, bool fallback)
    {
        if (Find(key) is not { } value) return fallback;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Problem(key, $"it is {BoundedJson.Shown(value)}; true or false is needed.");
        return fallback;
    }

    public string? Text(string key)
    {
        if (Find(key) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        Problem(key, $"it is {BoundedJson.Shown(value)}; a text is needed.");
        return null;
    }

    public IReadOnlyList<string> Texts(string key)
    {
        if (Find(key) is not { } value) return [];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        }

        Problem(key, $"it is {BoundedJson.Shown(value)}; a list of texts is needed.");
        return [];
    }

    /// <summary>A token id; of a list, the first.</summary>
    public int TokenId(string key, int fallback, int vocabSize)
    {
        if (Find(key) is not { } value) return fallback;
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0) value = value[0];
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int id) && id >= 0 && id < vocabSize) return id;
        Problem(key, $"it is {BoundedJson.Shown(value)}; a token id from 0 to {vocabSize - 1} is needed.");
        return fallback;
    }

    /// <summary>A token id of the vocabulary, or null where there is none such.</summary>
    public int? OptionalTokenId(string key, int vocabSize) =>
        Find(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int id) && id >= 0 && id < vocabSize ? id : null;

    /// <summary>Throws where anything was wrong.</summary>
    /// <exception cref="InputException">All problems.</exception>
    public void ThrowIfWrong()
    {
        if (_problems.Count > 0) throw ToException();
    }

    /// <summary>All problems so far.</summary>
    public InputException ToException() => new([.. _problems]);

    private JsonElement? Find(string key) =>
        _root.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
