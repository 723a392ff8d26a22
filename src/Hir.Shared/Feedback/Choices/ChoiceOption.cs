namespace Hir.Shared.Feedback.Choices;

/// <summary>An option that a query lists.</summary>
/// <param name="Label">Its letter or number, without brackets; empty where the list has none.</param>
/// <param name="Text">What it says.</param>
internal sealed record ChoiceOption(string Label, string Text);
