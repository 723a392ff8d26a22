using Hir.Shared.Configuration;

namespace Hir.Shared.Relabeling.Models;

/// <summary>What becomes of a row for which the model writes nothing.</summary>
public enum EmptyInstruction
{
    /// <summary>Relabeling ends with an error that names the row.</summary>
    Error,

    /// <summary>The row is left out.</summary>
    LeaveOut,
}

/// <summary>Settings of model. The sampler runs it: this project runs no network.</summary>
public sealed record ModelSection : IConfigSection
{
    /// <summary>The kind's name in configurations.</summary>
    public const string Name = "model";

    /// <summary>The slots of <see cref="Prompt"/>.</summary>
    public static IReadOnlyList<string> Slots { get; } = ["{query}", "{output}", "{score}", "{target}", "{feedback}"];

    /// <summary>The folder of the model that writes.</summary>
    public string Path { get; set; } = "";

    /// <summary>What it is told to do; its folder's own prompt format says where this stands.</summary>
    public string Instruction { get; set; } = "Write the instruction that the answer follows.";

    /// <summary>What it is told of the row, with {query}, {output}, {score}, {target} and {feedback} filled in.</summary>
    public string Prompt { get; set; } = "Problem: {query}\nAnswer: {output}\nScore: {score}";

    /// <summary>Tokens at most an instruction.</summary>
    public int MaxNewTokens { get; set; } = 48;

    /// <summary>Instructions that are written together.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>The least score of a success.</summary>
    public double SuccessScore { get; set; } = 1;

    /// <summary>Whether it writes the instruction of successes too; else they keep instructions.correct, which is what is asked.</summary>
    public bool Successes { get; set; }

    /// <summary>What becomes of a row for which it writes nothing.</summary>
    public EmptyInstruction Empty { get; set; } = EmptyInstruction.Error;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (!Slots.Any(s => Prompt.Contains(s, StringComparison.Ordinal)))
        {
            yield return ("prompt", $"'{Prompt}' holds none of {string.Join(", ", Slots)}; every row would get the same instruction");
        }

        if (MaxNewTokens < 1) yield return ("max_new_tokens", $"{MaxNewTokens} is not allowed: at least 1");
        if (BatchSize < 1) yield return ("batch_size", $"{BatchSize} is not allowed: at least 1");
    }
}
