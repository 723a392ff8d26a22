using System.CommandLine;
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
    private readonly Option<int> _batchSize = new("--batch-size")
    {
        Description = "sequences that are decoded together",
        DefaultValueFactory = _ => 64,
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_samples, _temperature, _topK, _topP, _maxNewTokens, _batchSize]) command.Options.Add(option);
    }

    /// <summary>The settings, checked.</summary>
    public SamplingSettings Read(ParseResult parsed)
    {
        var settings = new SamplingSettings
        {
            MaxNewTokens = parsed.GetValue(_maxNewTokens),
            Samples = parsed.GetValue(_samples),
            Temperature = parsed.GetValue(_temperature),
            TopK = parsed.GetValue(_topK),
            TopP = parsed.GetValue(_topP),
            BatchSize = parsed.GetValue(_batchSize),
            Seed = CommonOptions.SeedOf(parsed),
        };
        settings.Check();
        return settings;
    }
}
