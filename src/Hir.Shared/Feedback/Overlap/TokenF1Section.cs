using Hir.Shared.Configuration;

namespace Hir.Shared.Feedback.Overlap;

/// <summary>Settings of token_f1.</summary>
public sealed record TokenF1Section : IConfigSection
{
    /// <summary>Leave out a, an and the, as SQuAD's evaluation does.</summary>
    public bool DropArticles { get; set; } = true;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => [];
}
