using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling;

/// <summary>
/// What a phi must not return. Most phis are ours; one may be a class of the user's, so that the message is for its author.
/// </summary>
internal static class RelabelCheck
{
    /// <summary>Checks a phi's results.</summary>
    /// <exception cref="InputException">
    /// It gave another number of results than there are rows, an instruction without a letter in it, or a contrast that is the instruction
    /// itself. Each names the row and the class.
    /// </exception>
    public static void Require(IRelabeler relabeler, IReadOnlyList<ShardRow> rows, IReadOnlyList<Relabel> relabels)
    {
        string name = relabeler.GetType().FullName!;
        if (relabels.Count != rows.Count)
        {
            throw new InputException(
                $"{name}: it returned {relabels.Count} results for {rows.Count} rows. Return one for each row, in the rows' order.");
        }

        List<string> problems = [];
        foreach ((ShardRow row, Relabel? relabel) in rows.Zip(relabels))
        {
            string? problem = relabel switch
            {
                null => "it returned null. Return a Relabel; one with a null instruction leaves the row out.",
                { Instruction: null } => null,
                { Instruction: var text } when string.IsNullOrWhiteSpace(text) =>
                    "it returned an empty instruction. Return the instruction that the output fulfils, or null to leave the row out.",
                { ContrastInstruction: { } text } when string.IsNullOrWhiteSpace(text) =>
                    "it returned an empty contrast instruction. Return null where there is none.",
                { } same when same.ContrastInstruction == same.Instruction =>
                    $"it returned \"{same.Instruction}\" as instruction and as contrast. The contrast is one that the output does not "
                    + "fulfil.",
                _ => null,
            };
            if (problem is not null) problems.Add($"{name}: row {row.SampleId}: {problem}");
        }

        if (problems.Count > 0) throw new InputException(problems);
    }
}
