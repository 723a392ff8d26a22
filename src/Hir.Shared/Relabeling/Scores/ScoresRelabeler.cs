using System.Globalization;
using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling.Scores;

/// <summary>
/// Several scores in one instruction, in the manner of Rewards-in-Context (Yang et al., arXiv 2402.10207): an output is labelled with the
/// values that it has, and the model is asked for the best ones. The contrast of an output that has them is the instruction of the worst
/// values, that of any other the wanted one. A row without one of the values is left out.
/// </summary>
public sealed class ScoresRelabeler : IRelabeler
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "scores";

    private readonly ScoresSection _settings;
    private readonly double[] _best;
    private readonly double[] _worst;

    /// <summary>Creates it.</summary>
    public ScoresRelabeler(ScoresSection settings)
    {
        _settings = settings;
        _best = Rounded(settings.Best.Count > 0 ? settings.Best : [.. settings.Names.Select(_ => 1.0)]);
        _worst = Rounded(settings.Worst.Count > 0 ? settings.Worst : [.. settings.Names.Select(_ => 0.0)]);
        IEnumerable<string> oneWorst = _best.Select((_, i) => Text([.. _best.Select((b, j) => j == i ? _worst[j] : b)]));
        Asks = new AskedInstructions(Text(_best), Text(_worst), [.. oneWorst.Append(Text(_worst)).Distinct()]);
    }

    /// <inheritdoc/>
    public AskedInstructions Asks { get; }

    /// <inheritdoc/>
    /// <exception cref="InputException">There are parts, and none of any row has one of the names.</exception>
    public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows)
    {
        IReadOnlyList<ScorePart>[] parts = [.. rows.Select(ScorePart.Of)];
        string[] known = [.. parts.SelectMany(p => p).Select(p => p.Name).Distinct(StringComparer.Ordinal)];
        string[] unknown = known.Length == 0 ? [] : [.. _settings.Names.Except(known)];
        if (unknown.Length > 0)
        {
            throw new InputException(
                [.. unknown.Select(n => $"relabel.scores.names: {UnknownName.Describe("part of the score", n, known)}")]);
        }

        return [.. parts.Select(RelabelOne)];
    }

    private Relabel RelabelOne(IReadOnlyList<ScorePart> parts)
    {
        double?[] found = [.. _settings.Names.Select(n => parts.FirstOrDefault(p => p.Name == n)?.Value)];
        if (found.Any(v => v is null)) return Relabeling.Relabel.LeftOut;
        double[] values = Rounded([.. found.Select(v => v!.Value)]);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Clamp(values[i], Math.Min(_best[i], _worst[i]), Math.Max(_best[i], _worst[i]));
        }

        bool isSuccess = values.SequenceEqual(_best);
        return new Relabel(Text(values), isSuccess ? Asks.Unwanted : Asks.Wanted, isSuccess);
    }

    // Adding 0 turns -0 into 0, which is written without a sign.
    private double[] Rounded(IReadOnlyList<double> values) =>
        [.. values.Select(v => Math.Round(v, _settings.Decimals, MidpointRounding.AwayFromZero) + 0.0)];

    private string Text(IReadOnlyList<double> values)
    {
        IEnumerable<string> items = _settings.Names.Zip(values, (name, value) => _settings.Item
            .Replace(ScoresSection.NameSlot, name, StringComparison.Ordinal)
            .Replace(ScoresSection.ValueSlot, value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return _settings.Wording.Replace(ScoresSection.Slot, string.Join(", ", items), StringComparison.Ordinal);
    }
}
