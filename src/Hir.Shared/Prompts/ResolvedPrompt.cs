namespace Hir.Shared.Prompts;

/// <summary>The prompt template that a setting means for a model.</summary>
/// <param name="Template">The template; its text is what is recorded.</param>
/// <param name="Origin">In words: which it is and why.</param>
/// <param name="Warnings">What is probably not meant.</param>
public sealed record ResolvedPrompt(PromptTemplate Template, string Origin, IReadOnlyList<string> Warnings);
