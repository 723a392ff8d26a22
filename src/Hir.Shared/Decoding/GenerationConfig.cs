using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hir.Shared.Decoding;

/// <summary>
/// What a checkpoint's generation_config.json recommends beyond its special tokens. It acts only where a user asks for it: two models are
/// then not compared under settings that neither command shows.
/// </summary>
public static class GenerationConfig
{
    /// <summary>The file's name.</summary>
    public const string FileName = "generation_config.json";

    /// <summary>What would change the drawn tokens and is not done here, with the value at which it does nothing.</summary>
    private static readonly (string Key, string Neutral)[] NotDone =
    [
        ("repetition_penalty", "1"), ("encoder_repetition_penalty", "1"), ("no_repeat_ngram_size", "0"), ("num_beams", "1"),
        ("num_beam_groups", "1"), ("penalty_alpha", "0"), ("typical_p", "1"), ("min_p", "0"), ("epsilon_cutoff", "0"),
        ("eta_cutoff", "0"), ("min_length", "0"), ("min_new_tokens", "0"), ("diversity_penalty", "0"), ("guidance_scale", "1"),
        ("begin_suppress_tokens", "null"), ("bad_words_ids", "null"), ("force_words_ids", "null"), ("forced_bos_token_id", "null"),
        ("forced_eos_token_id", "null"), ("forced_decoder_ids", "null"), ("sequence_bias", "null"),
        ("exponential_decay_length_penalty", "null"),
    ];

    /// <summary>Lays a folder's recommendations under given settings.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="isGiven">Whether the user gave a setting (temperature, top_k, top_p, suppress_tokens), which then stays.</param>
    /// <exception cref="InputException">
    /// There is no such file, a value is wrong, or it asks for what is not done here: all problems.
    /// </exception>
    public static SamplingSettings Apply(string folder, SamplingSettings settings, Predicate<string> isGiven)
    {
        string path = Path.Combine(folder, FileName);
        JsonObject root = Read(path);
        List<string> problems = [];
        foreach ((string key, string neutral) in NotDone)
        {
            if (root[key] is not { } value || value.ToJsonString() is var text
                && (text == neutral || text == neutral + ".0" || text == "[]"))
            {
                continue;
            }

            problems.Add($"{path}: {key} is {text}, which is not supported; set it to {neutral}, or leave --generation-config out.");
        }

        bool greedy = root["do_sample"] is not { } sample || sample.GetValueKind() != JsonValueKind.True;
        SamplingSettings applied = settings with
        {
            Temperature = isGiven("temperature") ? settings.Temperature : greedy ? 0 : Number("temperature", 1),
            TopK = isGiven("top_k") ? settings.TopK : (int)Number("top_k", 0),
            TopP = isGiven("top_p") ? settings.TopP : Number("top_p", 1),
            SuppressTokens = isGiven("suppress_tokens") ? settings.SuppressTokens : Ids("suppress_tokens"),
        };
        if (problems.Count > 0) throw new InputException(problems);
        try
        {
            applied.Check();
        }
        catch (InputException e)
        {
            throw new InputException([.. e.Problems.Select(problem => $"{path}: {problem}")]);
        }

        return applied;

        double Number(string key, double otherwise)
        {
            if (root[key] is not { } value) return otherwise;
            if (value is JsonValue number && number.TryGetValue(out double found) && Math.Abs(found) < int.MaxValue) return found;
            problems.Add($"{path}: {key} is {value.ToJsonString()}; a number is needed.");
            return otherwise;
        }

        int[] Ids(string key)
        {
            if (root[key] is not { } value) return [];
            if (value is JsonArray list && list.All(id => id is JsonValue number && number.TryGetValue(out int _)))
            {
                return [.. list.Select(id => (int)id!)];
            }

            problems.Add($"{path}: {key} is {value.ToJsonString()}; a list of token ids is needed.");
            return [];
        }
    }

    private static JsonObject Read(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: there is no such file; leave --generation-config out.");
        return JsonObject.Create(JsonObjectFile.Read(path))!;
    }
}
