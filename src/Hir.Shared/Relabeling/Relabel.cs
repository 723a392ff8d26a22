namespace Hir.Shared.Relabeling;

/// <summary>What phi made of one row.</summary>
/// <param name="Instruction">p*, the instruction that the output fulfils; null leaves the row out of the relabeled data (no score).</param>
/// <param name="ContrastInstruction">An instruction that the output does not fulfil, or null.</param>
/// <param name="IsSuccess">Whether the output is what the user wants, or null where that has no meaning.</param>
public sealed record Relabel(string? Instruction, string? ContrastInstruction, bool? IsSuccess)
{
    /// <summary>A row that is left out.</summary>
    public static Relabel LeftOut { get; } = new(null, null, null);
}
