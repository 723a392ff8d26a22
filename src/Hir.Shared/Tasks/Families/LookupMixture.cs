namespace Hir.Shared.Tasks.Families;

/// <summary>What the lines of <see cref="LookupCorpus"/> ask, as weights.</summary>
/// <param name="Fewest">Options of a list at least.</param>
/// <param name="Most">Options of a list at most; a list is shorter where its kind has fewer words.</param>
/// <param name="All">"Match b a": the answer is "b (B) a (A)".</param>
/// <param name="Letter">"Which letter has b?"</param>
/// <param name="Option">"What is (B)?"</param>
/// <param name="Letters">"List letters of b a": the answer is "(B) (A)".</param>
public sealed record LookupMixture(int Fewest, int Most, int All, int Letter, int Option, int Letters)
{
    /// <summary>Which question: 0 to 3 in the order of the weights.</summary>
    internal int Draw(SeededRandom random)
    {
        var point = random.Below(All + Letter + Option + Letters);
        return point < All ? 0 : point < All + Letter ? 1 : point < All + Letter + Option ? 2 : 3;
    }
}
