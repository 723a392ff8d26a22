using Hir.Shared.Decoding;
using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling.Constraints;

/// <summary>
/// Constraint replay, in the manner of Hindsight instruction Replay (arXiv 2512.23457): of what was asked, the instruction keeps what the
/// output meets and drops the rest. An output that meets nothing gets the wrong-answer instruction, which is also the contrast of one that
/// meets everything; the contrast of any other names one or all of what it does not meet.
/// </summary>
public sealed class ConstraintsRelabeler : IRelabeler
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "constraints";

    private readonly ConstraintsSection _settings;
    private readonly Instructions _instructions;

    /// <summary>Creates it.</summary>
    /// <exception cref="InputException">No constraint is named.</exception>
    public ConstraintsRelabeler(ConstraintsSection settings, Instructions instructions)
    {
        (_settings, _instructions) = (settings, instructions);
        if (settings.Asked.Count == 0)
        {
            throw new InputException(
                "relabel.constraints.asked: missing; list the constraints that are wanted, each as the feedback words it, or score with "
                + "feedback.constraints, whose constraints it takes.");
        }

        IReadOnlyList<string> asked = settings.Asked;
        IEnumerable<string> withoutOne = asked.Count < 2 ? [] : asked.Select(left => Text([.. asked.Where(a => a != left)]));
        Asks = new AskedInstructions(Text(asked), instructions.Wrong, [.. withoutOne, instructions.Wrong]);
    }

    /// <inheritdoc/>
    public AskedInstructions Asks { get; }

    /// <inheritdoc/>
    /// <exception cref="InputException">There are parts, and none of any row is one of the constraints.</exception>
    public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows)
    {
        IReadOnlyList<ScorePart>[] parts = [.. rows.Select(ScorePart.Of)];
        string[] known = [.. parts.SelectMany(p => p).Select(p => p.Text ?? p.Name).Distinct(StringComparer.Ordinal)];
        string[] unknown = known.Length == 0 ? [] : [.. _settings.Asked.Except(known.Concat(parts.SelectMany(p => p).Select(p => p.Name)))];
        if (unknown.Length > 0)
        {
            throw new InputException(
                [.. unknown.Select(a => $"relabel.constraints.asked: {UnknownName.Describe("constraint", a, known)}")]);
        }

        return [.. rows.Select((row, i) => RelabelOne(row, parts[i]))];
    }

    private Relabel RelabelOne(ShardRow row, IReadOnlyList<ScorePart> parts)
    {
        List<string> met = [], unmet = [];
        foreach (string asked in _settings.Asked)
        {
            // A part that could not be scored is neither: nothing is said of it.
            if (parts.FirstOrDefault(p => p.Text == asked || p.Name == asked)?.Value is not { } value) continue;
            (value >= _settings.MetFrom ? met : unmet).Add(asked);
        }

        if (met.Count + unmet.Count == 0) return Relabeling.Relabel.LeftOut;
        string instruction = met.Count > 0 ? Text(met) : _instructions.Wrong;
        bool? isSuccess = unmet.Count > 0 ? false : met.Count == _settings.Asked.Count ? true : null;
        string? contrast = _settings.Contrast switch
        {
            ConstraintContrast.None => null,
            _ when unmet.Count == 0 => _instructions.Wrong,
            ConstraintContrast.All => Asks.Wanted,
            _ => Text([.. _settings.Asked.Where(a => met.Contains(a) || a == Drawn(row, unmet))]),
        };
        return new Relabel(instruction, contrast, isSuccess);
    }

    private static string Drawn(ShardRow row, List<string> unmet) =>
        unmet[(int)(new RandomStream(row.Seed, StreamIds.Of("constraint", row.SampleId), 0).DrawAt(0) * unmet.Count)];

    private string Text(IReadOnlyList<string> constraints)
    {
        string joined = constraints.Count < 2
            ? string.Concat(constraints)
            : $"{string.Join(", ", constraints.SkipLast(1))} and {constraints[^1]}";
        return _settings.Wording.Replace(ConstraintsSection.Slot, joined, StringComparison.Ordinal);
    }
}
