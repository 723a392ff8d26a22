using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Shared;
using Hir.Shared.Decoding;

namespace Hir.Cli.Commands;

/// <summary>The options of drawing tokens, for the commands that sample.</summary>
internal sealed class SamplingOptions
{
    private readonly Option<int> _maxNewTokens = new("--max-new-tokens")
    {
        Description = "tokens at most an output",
        DefaultValueFactory = _ => 64,
    };
    private readonly Option<int> _samples = new("--samples") { Description = "outputs a prompt", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _temperature = new("--temperature") { Description = "0 is greedy", DefaultValueFactory = _ => 1.0 };
    private readonly Option<int> _topK = new("--top-k")
    {
        Description = "keep the N likeliest tokens; 0 is off",
        DefaultValueFactory = _ => 0,
    };
    private readonly Option<double> _topP = new("--top-p")
    {
        Description = "keep the likeliest tokens of so much probability; 1 is off",
        DefaultValueFactory = _ => 1.0,
    };
    private readonly Option<string?> _suppress = new("--suppress-tokens") { Description = "token ids that are never drawn, such as 3,17" };
    private readonly Option<bool> _generationConfig = new("--generation-config")
    {
        Description =
            "where no option says otherwise, take temperature, top-k, top-p and suppressed tokens from the model's generation_config.json",
    };
    private readonly Option<int> _batchSize = new("--batch-size")
    {
        Description = "sequences that are decoded together",
        DefaultValueFactory = _ => 64,
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_samples, _temperature, _topK, _topP, _maxNewTokens, _suppress, _generationConfig, _batchSize])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The settings, checked.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">The model folder, whose generation_config.json counts where it is asked for.</param>
    public SamplingSettings Read(ParseResult parsed, string model)
    {
        var settings = new SamplingSettings
        {
            MaxNewTokens = parsed.GetValue(_maxNewTokens),
            Samples = parsed.GetValue(_samples),
            Temperature = parsed.GetValue(_temperature),
            TopK = parsed.GetValue(_topK),
            TopP = parsed.GetValue(_topP),
            SuppressTokens = Ids(parsed.GetValue(_suppress)),
            BatchSize = parsed.GetValue(_batchSize),
            Seed = CommonOptions.SeedOf(parsed),
        };
        settings.Check();
        return parsed.GetValue(_generationConfig) ? GenerationConfig.Apply(model, settings, IsGiven) : settings;

        bool IsGiven(string name)
        {
            Option option = name switch { "temperature" => _temperature, "top_k" => _topK, "top_p" => _topP, _ => _suppress };
            return parsed.GetResult(option) is { Implicit: false };
        }
    }

    /// <summary>What acted, for a command's JSON.</summary>
    public static JsonObject ToJson(SamplingSettings settings) => new()
    {
        ["temperature"] = settings.Temperature,
        ["top_k"] = settings.TopK,
        ["top_p"] = settings.TopP,
        ["suppress_tokens"] = JsonLists.Of(settings.SuppressTokens),
    };

    private static int[] Ids(string? text)
    {
        string[] parts = text?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        int[] ids = [.. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : -1)];
        return ids.All(id => id >= 0)
            ? ids
            : throw new InputException($"--suppress-tokens {text}: token ids with commas between them are needed, such as 3,17");
    }
}
