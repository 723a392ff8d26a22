using System.Text.Json;

namespace Hir.Shared.Decoding;

/// <summary>
/// The token ids that decoding needs: from generation_config.json where it has the key, else from config.json. Everything else that
/// generation_config.json may hold (temperature, penalties, suppressed tokens) is left alone.
/// </summary>
/// <param name="EndIds">The end tokens, at least one; the first ends outputs given as text.</param>
/// <param name="PadId">What fills short rows; it is masked wherever it stands.</param>
/// <param name="DecoderStartId">The decoder's first input in an encoder-decoder; null in a decoder-only model.</param>
public sealed record GenerationTokens(IReadOnlyList<int> EndIds, int PadId, int? DecoderStartId)
{
    // A model has a few; each new token is held against all of them.
    private const int MostIds = 1000;

    /// <summary>Reads them from a model folder or a checkpoint folder.</summary>
    /// <param name="folder">Holds config.json and perhaps generation_config.json.</param>
    /// <exception cref="InputException">A file is missing or no JSON object, a value is no token id, or there is no end token.</exception>
    public static GenerationTokens Load(string folder)
    {
        string configPath = Path.Combine(folder, "config.json");
        string generationPath = Path.Combine(folder, "generation_config.json");
        using JsonDocument config = Open(configPath)
            ?? throw new InputException($"{configPath}: there is no such file; a model folder must hold config.json.");
        using JsonDocument? generation = Open(generationPath);

        List<string> problems = [];
        int[] Ids(string key) =>
            IdsIn(generation, generationPath, key, problems) ?? IdsIn(config, configPath, key, problems) ?? [];

        int[] ends = Ids("eos_token_id");
        int[] pads = Ids("pad_token_id");
        int[] starts = Ids("decoder_start_token_id");
        bool isEncoderDecoder = config.RootElement.TryGetProperty("is_encoder_decoder", out JsonElement flag)
            ? flag.ValueKind == JsonValueKind.True
            : config.RootElement.TryGetProperty("model_type", out JsonElement type) && type.ValueKind == JsonValueKind.String
                && type.GetString() == "t5";

        if (ends.Length == 0 && problems.Count == 0)
        {
            problems.Add(
                $"{configPath}: eos_token_id is missing or null, in generation_config.json too; "
                + "name the token that ends an output (T5: 1).");
        }

        if (isEncoderDecoder && starts.Length == 0 && pads.Length == 0 && problems.Count == 0)
        {
            problems.Add(
                $"{configPath}: decoder_start_token_id is missing, and so is pad_token_id; "
                + "an encoder-decoder needs the decoder's first input (T5: 0).");
        }

        if (problems.Count > 0) throw new InputException(problems);

        int pad = pads.Length > 0 ? pads[0] : ends[0];
        // T5's own convention: decoding begins with the pad token where nothing else is said.
        int? start = !isEncoderDecoder ? null : starts.Length > 0 ? starts[0] : pad;
        return new GenerationTokens(ends, pad, start);
    }

    /// <summary>Whether a token ends an output.</summary>
    public bool IsEnd(int tokenId)
    {
        for (int i = 0; i < EndIds.Count; i++)
        {
            if (EndIds[i] == tokenId) return true;
        }

        return false;
    }

    private static JsonDocument? Open(string path) => File.Exists(path) ? JsonObjectFile.Open(path) : null;

    /// <summary>The ids at a key, null where the key is absent or null.</summary>
    private static int[]? IdsIn(JsonDocument? document, string path, string key, List<string> problems)
    {
        if (document is null || !document.RootElement.TryGetProperty(key, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > MostIds)
        {
            problems.Add($"{path}: {key} holds {value.GetArrayLength()} token ids; at most {MostIds} are read.");
            return null;
        }

        JsonElement[] elements = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        List<int> ids = [];
        foreach (JsonElement element in elements)
        {
            if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int id) && id >= 0) ids.Add(id);
            else problems.Add($"{path}: {key} is {BoundedJson.Shown(value)}; it must be a token id (0 or more) or a list of them.");
        }

        return ids.Count > 0 ? [.. ids] : null;
    }
}
