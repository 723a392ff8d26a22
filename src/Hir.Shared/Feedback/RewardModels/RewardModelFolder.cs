using System.Globalization;
using System.Text.Json;

namespace Hir.Shared.Feedback.RewardModels;

/// <summary>What a text classification folder says of its network, besides the graph: labels and the longest text.</summary>
public sealed class RewardModelFolder
{
    private const string ConfigFile = "config.json";
    private const string TokenizerConfigFile = "tokenizer_config.json";
    private const string GraphFile = "model.onnx";
    private const string TokenizerFile = "tokenizer.json";

    // tokenizer_config.json writes 1e30 where there is no limit.
    private const double NoLimit = 1e9;

    private RewardModelFolder(string folder, IReadOnlyList<string> labels, int? mostTokens) =>
        (Path, Labels, MostTokens) = (folder, labels, mostTokens);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The graph's file.</summary>
    public string Graph => System.IO.Path.Combine(Path, GraphFile);

    /// <summary>The labels' names, in the order of the logits; empty where config.json names none.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Tokens that the network reads at most; null where nothing says so.</summary>
    public int? MostTokens { get; }

    /// <summary>What is wrong with a folder before it is opened.</summary>
    public static IEnumerable<string> Problems(string folder)
    {
        if (!Directory.Exists(folder)) return [$"there is no folder {folder}"];
        return new[] { GraphFile, TokenizerFile, ConfigFile }.Where(f => !File.Exists(System.IO.Path.Combine(folder, f)))
            .Select(f => $"{folder} holds no {f}; export the network for text classification, with Optimum for example, into one folder");
    }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="InputException">A file is missing or no JSON.</exception>
    public static RewardModelFolder Open(string folder)
    {
        InputException.ThrowIfAny(Problems(folder).Select(p => $"feedback.reward_model.model: {p}."));
        JsonElement config = JsonObjectFile.Read(System.IO.Path.Combine(folder, ConfigFile));
        string tokenizerConfig = System.IO.Path.Combine(folder, TokenizerConfigFile);
        double?[] limits =
        [
            File.Exists(tokenizerConfig) ? NumberAt(JsonObjectFile.Read(tokenizerConfig), "model_max_length") : null,
            NumberAt(config, "max_position_embeddings") - PositionsBeforeFirst(config),
        ];
        double? most = limits.Where(l => l is >= 1 and < NoLimit).Min();
        return new RewardModelFolder(folder, LabelsOf(config), (int?)most);
    }

    /// <summary>The place of a label among the logits.</summary>
    /// <param name="label">Its name or number; null for the only one.</param>
    /// <param name="count">How many logits there are.</param>
    /// <exception cref="InputException">There is no such label, or there are several and none was named.</exception>
    public int IndexOf(string? label, int count)
    {
        string known = Labels.Count > 0 ? $"the labels are {string.Join(", ", Labels)}" : $"the labels are 0 to {count - 1}";
        if (label is null)
        {
            return count == 1
                ? 0
                : throw new InputException($"feedback.reward_model.label: missing, and {Path} has {count} labels; {known}.");
        }

        int index = Labels.ToList().FindIndex(l => l == label);
        if (index < 0 && !int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out index)) index = -1;
        return index >= 0 && index < count
            ? index
            : throw new InputException($"feedback.reward_model.label: '{label}' is none of {Path}; {known}.");
    }

    // id2label is an object of "0", "1", … to names.
    private static string[] LabelsOf(JsonElement config)
    {
        if (!config.TryGetProperty("id2label", out JsonElement map) || map.ValueKind != JsonValueKind.Object) return [];
        List<string> labels = [];
        while (map.TryGetProperty(labels.Count.ToString(CultureInfo.InvariantCulture), out JsonElement name)
            && name.ValueKind == JsonValueKind.String)
        {
            labels.Add(name.GetString()!);
        }

        return [.. labels];
    }

    // RoBERTa's first position is the one after its padding token's number.
    private static double PositionsBeforeFirst(JsonElement config) =>
        config.TryGetProperty("model_type", out JsonElement type) && type.ValueKind == JsonValueKind.String
            && type.GetString() is "roberta" or "xlm-roberta" or "camembert"
            ? (NumberAt(config, "pad_token_id") ?? 1) + 1
            : 0;

    private static double? NumberAt(JsonElement config, string name) =>
        config.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
