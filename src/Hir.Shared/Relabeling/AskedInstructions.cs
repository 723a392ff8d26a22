namespace Hir.Shared.Relabeling;

/// <summary>
/// The instructions that a model is asked under, as a phi words them: what sampling and evaluation ask is word for word what relabeling
/// writes.
/// </summary>
/// <param name="Wanted">Asks for what the user wants: sampling and evaluation ask it.</param>
/// <param name="Unwanted">Asks for the opposite, which evaluation tries too; null where there is no such instruction.</param>
/// <param name="Lower">Instructions for less than what is wanted, of which a share of the samples can be drawn.</param>
public sealed record AskedInstructions(string Wanted, string? Unwanted, IReadOnlyList<string> Lower)
{
    /// <summary>Those of the two instructions alone.</summary>
    public static AskedInstructions Of(Instructions instructions) =>
        new(instructions.Correct, instructions.Wrong, [instructions.Wrong]);
}
