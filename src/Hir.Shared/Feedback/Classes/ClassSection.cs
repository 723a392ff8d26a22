using Hir.Shared.Configuration;

namespace Hir.Shared.Feedback.Classes;

/// <summary>Settings of class. The assembly's code runs with the user's rights: it is loaded only when a configuration names it.</summary>
public sealed record ClassSection : IConfigSection
{
    /// <summary>The assembly's path, such as bin/Release/net10.0/MyFeedback.dll.</summary>
    public string Assembly { get; set; } = "";

    /// <summary>The class's full name, such as MyFeedback.PolitenessFeedback.</summary>
    public string Type { get; set; } = "";

    /// <summary>What its constructor is given, if it takes it.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Assembly.Length == 0) yield return ("assembly", "missing; give the path of the assembly that holds the class");
        if (Type.Length == 0) yield return ("type", "missing; give the class's full name, such as MyFeedback.PolitenessFeedback");
    }
}
