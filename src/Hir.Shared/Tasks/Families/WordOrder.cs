namespace Hir.Shared.Tasks.Families;

/// <summary>What the families whose answers are the query's words in another order have in common.</summary>
internal static class WordOrder
{
    /// <summary>Another order of some words: half of the draws are nearly right, with two words exchanged; the others are any order.</summary>
    /// <param name="right">At least two different words, in the right order.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <returns>The words in an order other than the right one.</returns>
    public static string[] Wrong(string[] right, SeededRandom random)
    {
        string[] wrong;
        do
        {
            wrong = random.Below(2) == 0 ? random.Sample(right, right.Length) : Exchange(right, random);
        }
        while (wrong.SequenceEqual(right));
        return wrong;
    }

    /// <summary>Whether an output has only words that stand after the query's colon, and at least one.</summary>
    public static bool HoldsOnlyWordsAfterTheColon(string query, string output)
    {
        var listed = query[(query.IndexOf(':') + 2)..].Split(' ');
        return output.Trim().Split(' ').All(listed.Contains);
    }

    private static string[] Exchange(string[] words, SeededRandom random)
    {
        var pair = random.Sample([.. Enumerable.Range(0, words.Length)], 2);
        var order = (string[])words.Clone();
        (order[pair[0]], order[pair[1]]) = (order[pair[1]], order[pair[0]]);
        return order;
    }
}
