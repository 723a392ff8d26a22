namespace Hir.Shared.Tasks.Families;

/// <summary>One line of the pretraining corpus; the prompt is the template's rendering of instruction and query.</summary>
/// <param name="Task">The name of the family.</param>
/// <param name="Instruction">The instruction that the output fulfils.</param>
/// <param name="Query">The problem.</param>
/// <param name="Output">The answer to learn.</param>
/// <param name="IsRight">Whether the answer is right.</param>
public sealed record PretrainingExample(string Task, string Instruction, string Query, string Output, bool IsRight);
