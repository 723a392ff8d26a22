using Hir.Shared.Configuration;

namespace Hir.Shared.Relabeling;

/// <summary>Settings of binary.</summary>
public sealed record BinarySection : IConfigSection
{
    /// <summary>The least score of an output that counts as right.</summary>
    public double SuccessScore { get; set; } = 1;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => [];
}
