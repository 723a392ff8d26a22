using System.Text;

namespace Hir.Shared.Feedback.Overlap;

/// <summary>
/// Where an output leaves its target: the number of Unicode code points of the output before that, all of them where it is right as far as
/// it goes.
/// </summary>
internal static class FirstError
{
    /// <summary>By the characters that exact match compares: no white space, no full stops, no case.</summary>
    public static int OfCharacters(string output, string target)
    {
        using IEnumerator<Rune> expected = target.EnumerateRunes().Where(Counts).Select(Rune.ToLowerInvariant).GetEnumerator();
        int before = 0;
        foreach (Rune rune in output.EnumerateRunes())
        {
            if (Counts(rune) && !(expected.MoveNext() && expected.Current == Rune.ToLowerInvariant(rune))) return before;
            before++;
        }

        return before;

        static bool Counts(Rune rune) => !rune.IsBmp || ExactMatchFeedback.Counts((char)rune.Value);
    }

    /// <summary>By items in their order: code points or words, each with its place in the output.</summary>
    /// <param name="items">The output's items and the code points before each.</param>
    /// <param name="target">The target's.</param>
    /// <param name="length">Code points of the output.</param>
    public static int OfItems<T>(IReadOnlyList<(T Item, int Start)> items, IReadOnlyList<T> target, int length) where T : IEquatable<T>
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (i == target.Count || !items[i].Item.Equals(target[i])) return items[i].Start;
        }

        return length;
    }

    /// <summary>Code points of a text.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();
}
