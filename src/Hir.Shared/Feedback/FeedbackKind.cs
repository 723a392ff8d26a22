using Hir.Shared.Configuration;

namespace Hir.Shared.Feedback;

/// <summary>A feedback function that a configuration can name.</summary>
/// <param name="Name">Its name, and that of its group of settings.</param>
internal sealed record FeedbackKind(string Name)
{
    /// <summary>Whether it compares with the target, as it is configured.</summary>
    public Func<FeedbackSection, bool> NeedsTarget { get; init; } = _ => false;

    /// <summary>Its settings; null where they were left out.</summary>
    public Func<FeedbackSection, IConfigSection?> Settings { get; init; } = _ => null;

    /// <summary>Settings without a value, where it cannot work without any.</summary>
    public IConfigSection? Empty { get; init; }

    /// <summary>Outputs a call, unless it is said otherwise.</summary>
    public int BatchSize { get; init; } = 32;
}
