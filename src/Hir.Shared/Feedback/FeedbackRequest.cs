namespace Hir.Shared.Feedback;

/// <summary>One output to score.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Instruction">p, the instruction that the output was sampled under.</param>
/// <param name="Query">q.</param>
/// <param name="Output">o, decoded.</param>
/// <param name="Target">The right answer, or null where it is not known.</param>
public sealed record FeedbackRequest(string Task, string Instruction, string Query, string Output, string? Target);
