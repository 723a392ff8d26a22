namespace Hir.Shared.Feedback;

/// <summary>Texts as messages show them.</summary>
internal static class Shown
{
    /// <summary>The beginning of a text, on one line.</summary>
    public static string Start(string text, int longest = 60)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= longest ? line : line[..longest] + "…";
    }

    /// <summary>The end of a text, on one line: where programs say what went wrong.</summary>
    public static string End(string text, int longest = 300)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= longest ? line : "…" + line[^longest..];
    }
}
