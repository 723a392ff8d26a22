namespace Hir.Shared.Tasks;

/// <summary>One example of a task.</summary>
/// <param name="Id">Unique within the task and stable between runs.</param>
/// <param name="Query">The input text, options included where the task has them.</param>
/// <param name="Target">The right answer, or null where it is not known.</param>
/// <param name="Choices">The allowed answers of a multiple choice task, or null.</param>
public sealed record TaskExample(string Id, string Query, string? Target, IReadOnlyList<string>? Choices = null);
