namespace Hir.Shared;

/// <summary>How many items must be put in, taken out or replaced to turn one sequence into another (Levenshtein).</summary>
internal static class EditDistance
{
    /// <summary>The distance. Time grows with the product of the lengths, memory with the second one's.</summary>
    /// <param name="a">One sequence.</param>
    /// <param name="b">The other.</param>
    /// <param name="cancellationToken">Ends the call early: long texts take long.</param>
    public static int Of<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, CancellationToken cancellationToken = default) where T : IEquatable<T>
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j < row.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1].Equals(b[j - 1]) ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
