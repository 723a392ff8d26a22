namespace Hir.Shared.Tasks.Families;

/// <summary>A problem as a family draws it.</summary>
/// <param name="Query">The input text, options included where the family has them.</param>
/// <param name="Target">The right answer.</param>
/// <param name="Choices">The allowed answers of a multiple choice problem, or null.</param>
internal sealed record Problem(string Query, string Target, IReadOnlyList<string>? Choices = null);
