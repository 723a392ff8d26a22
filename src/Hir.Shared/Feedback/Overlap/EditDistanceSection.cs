using Hir.Shared.Configuration;

namespace Hir.Shared.Feedback.Overlap;

/// <summary>What edit_distance counts.</summary>
public enum EditUnit
{
    /// <summary>Unicode code points.</summary>
    Characters,

    /// <summary>What stands between white space.</summary>
    Words,
}

/// <summary>Settings of edit_distance.</summary>
public sealed record EditDistanceSection : IConfigSection
{
    /// <summary>What is counted.</summary>
    public EditUnit Unit { get; set; } = EditUnit.Characters;

    /// <summary>Whether upper and lower case are the same.</summary>
    public bool IgnoreCase { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => [];
}
