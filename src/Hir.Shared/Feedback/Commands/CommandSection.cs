using Hir.Shared.Configuration;

namespace Hir.Shared.Feedback.Commands;

/// <summary>Settings of command.</summary>
public sealed record CommandSection : IConfigSection
{
    /// <summary>The program and its arguments, such as [python3, score.py]; no shell reads them.</summary>
    public IReadOnlyList<string> Run { get; set; } = [];

    /// <summary>Its working folder; by default that of the configuration file.</summary>
    public string? Folder { get; set; }

    /// <summary>
    /// Whether a process serves batch after batch, a line for a line, instead of being started for each. It must then flush what it prints.
    /// </summary>
    public bool LongLived { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => CommandRules.Problems(Run, "[python3, score.py]");
}
