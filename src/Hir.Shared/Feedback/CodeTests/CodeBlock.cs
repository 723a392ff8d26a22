namespace Hir.Shared.Feedback.CodeTests;

/// <summary>Finds code in the text around it: models put it between lines of three backquotes.</summary>
internal static class CodeBlock
{
    private const string Fence = "```";

    /// <summary>
    /// The last block of a text, without its fences; one that is never closed goes to the end. All of the text where there is none.
    /// </summary>
    public static string LastIn(string text)
    {
        List<string>? last = null;
        List<string>? open = null;
        foreach (string line in text.Split('\n'))
        {
            bool isFence = line.TrimStart().StartsWith(Fence, StringComparison.Ordinal);
            if (isFence && open is null) last = open = [];
            else if (isFence) open = null;
            else open?.Add(line.TrimEnd('\r'));
        }

        return last is null ? text : string.Join('\n', last) + "\n";
    }
}
