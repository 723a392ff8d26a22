namespace Hir.Shared.Feedback.Constraints;

/// <summary>Something that an output is asked to keep to.</summary>
/// <param name="Name">The key that sets it; with the word, where there are several words.</param>
/// <param name="Text">What to do, as an instruction would say it: "use at most 20 words".</param>
/// <param name="IsMet">Whether an output keeps to it.</param>
internal sealed record Constraint(string Name, string Text, Func<string, bool> IsMet);
