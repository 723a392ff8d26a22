using System.Globalization;

namespace Hir.Shared.Decoding;

/// <summary>How output tokens are drawn.</summary>
public sealed record SamplingSettings
{
    /// <summary>Tokens at most an output, the end token included. At least 1.</summary>
    public int MaxNewTokens { get; init; } = 64;

    /// <summary>Outputs a prompt. At least 1.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>The temperature; 0 is greedy.</summary>
    public double Temperature { get; init; } = 1.0;

    /// <summary>How many of the likeliest tokens are kept; 0 is off.</summary>
    public int TopK { get; init; }

    /// <summary>The nucleus threshold in (0, 1]; 1 is off.</summary>
    public double TopP { get; init; } = 1.0;

    /// <summary>Token ids that are never drawn. Log-probabilities are those of the raw model all the same.</summary>
    public IReadOnlyList<int> SuppressTokens { get; init; } = [];

    /// <summary>The seed; every sequence draws from a stream of its own (seed, query, sample).</summary>
    public long Seed { get; init; }

    /// <summary>Sequences that are decoded together at most. It does not change what is drawn.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Checks every value.</summary>
    /// <exception cref="InputException">Lists each value that is out of its range.</exception>
    public void Check()
    {
        List<string> problems = [];
        if (MaxNewTokens < 1) problems.Add(Problem("max_new_tokens", MaxNewTokens, "at least 1"));
        if (Samples < 1) problems.Add(Problem("samples", Samples, "at least 1"));
        if (!double.IsFinite(Temperature) || Temperature < 0)
        {
            problems.Add(Problem("temperature", Temperature, "finite and at least 0 (0 is greedy)"));
        }

        if (TopK < 0) problems.Add(Problem("top_k", TopK, "at least 0 (0 is off)"));
        if (!(TopP > 0 && TopP <= 1)) problems.Add(Problem("top_p", TopP, "above 0 and at most 1 (1 is off)"));
        foreach (int id in SuppressTokens.Where(id => id < 0)) problems.Add(Problem("suppress_tokens", id, "a token id, at least 0"));
        if (BatchSize < 1) problems.Add(Problem("batch_size", BatchSize, "at least 1"));
        if (problems.Count > 0) throw new InputException(problems);
    }

    private static string Problem(string name, IFormattable value, string rule) =>
        $"{name} is {value.ToString(null, CultureInfo.InvariantCulture)}: it must be {rule}.";
}
