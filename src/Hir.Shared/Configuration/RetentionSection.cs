namespace Hir.Shared.Configuration;

/// <summary>Which versions of its model a run keeps; the first, and those that the run still needs, stay in any case.</summary>
public sealed record RetentionSection : IConfigSection
{
    /// <summary>The newest so many versions; 0 keeps all versions, whatever the other settings say.</summary>
    public int KeepLast { get; set; }

    /// <summary>Also the version with the best accuracy on held-out queries so far.</summary>
    public bool KeepBest { get; set; } = true;

    /// <summary>Also each version whose number is a multiple of this; 0 is off.</summary>
    public int KeepEvery { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (KeepLast < 0) yield return ("keep_last", $"{KeepLast} is not allowed: 0 (all versions) or more");
        if (KeepEvery < 0) yield return ("keep_every", $"{KeepEvery} is not allowed: 0 (off) or more");
        if (KeepLast == 0 && KeepEvery > 0)
            yield return ("keep_every", $"{KeepEvery} has no effect while retention.keep_last is 0, which keeps all; "
                + "set keep_last to 1 or more");
    }
}
