using Hir.Shared.Configuration;

namespace Hir.Shared.Relabeling.Classes;

/// <summary>Settings of class. The assembly's code runs with the user's rights: it is loaded only when a configuration names it.</summary>
public sealed record ClassSection : IConfigSection
{
    /// <summary>The assembly's path, such as bin/Release/net10.0/MyRelabeling.dll.</summary>
    public string Assembly { get; set; } = "";

    /// <summary>The class's full name, such as MyRelabeling.ByLength.</summary>
    public string Type { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => [];
}
