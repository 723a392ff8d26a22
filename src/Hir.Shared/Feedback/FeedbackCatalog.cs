namespace Hir.Shared.Feedback;

/// <summary>The feedback functions that a configuration can name.</summary>
public static class FeedbackCatalog
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = [ExactMatchFeedback.Name];

    /// <summary>Creates a feedback function by its name.</summary>
    /// <exception cref="InputException">The name is not known.</exception>
    public static IFeedback Create(string name) => name switch
    {
        ExactMatchFeedback.Name => new ExactMatchFeedback(),
        _ => throw new InputException(UnknownName.Describe("feedback", name, Names)),
    };
}
