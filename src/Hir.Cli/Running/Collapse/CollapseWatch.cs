using System.Globalization;

namespace Hir.Cli.Running.Collapse;

/// <summary>
/// Sees a collapse coming: is given each iteration's signs once, in order, and says what is wrong in words. The limits are those at which
/// runs of small models were seen to fail (docs/reliability.md).
/// </summary>
internal sealed class CollapseWatch
{
    /// <summary>A model that is right this often may repeat itself and be sure of it.</summary>
    private const double Good = 0.9;

    private readonly List<IterationSigns> _history = [];
    private HashSet<string> _before = [];

    /// <summary>Takes in an iteration.</summary>
    /// <returns>What is wrong with it, the gravest first; empty where nothing is.</returns>
    public IReadOnlyList<CollapseWarning> Observe(IterationSigns signs)
    {
        _history.Add(signs);
        CollapseWarning[] found = [.. ((CollapseWarning?[])
        [
            SuccessFell(), AccuracyFell(), OneOutput(), WrongStaysLikely(), WrongInstruction(), GreedyGap(), NoSuccess(), WrongPairs(),
            TooSure(), TooSpread(), Duplicates(), Length(),
        ]).OfType<CollapseWarning>().Select(w => w with { IsNew = !_before.Contains(w.Kind) })];
        _before = [.. found.Select(w => w.Kind)];
        return found;
    }

    private IterationSigns First => _history[0];

    private IterationSigns Last => _history[^1];

    private IterationSigns? Previous => _history.Count > 2 ? _history[^2] : null;

    private bool IsGood => Last.SampledSuccess is > Good;

    // On free text a model that learns becomes surer of its near misses too, so that some signs count only where success does not rise.
    private bool Rises => Last.SampledSuccess > First.SampledSuccess + 0.05;

    private CollapseWarning? SuccessFell() => Fell(
        "success_fell", "sampled success", s => s.SampledSuccess, 1,
        "Take objective.contrast exclusion with label_smoothing 0, keep training.success_share at 0.8, or lower training.learning_rate");

    private CollapseWarning? AccuracyFell() => Fell(
        "accuracy_fell", "greedy accuracy", s => s.Accuracy, 0.9,
        "Lower training.learning_rate or training.max_epochs, or set objective.kl");

    /// <summary>Below a share of the first iteration's twice in a row; grave where it is a fifth below. Accuracy is of far fewer queries
    /// than
    /// there are samples, and wavers.</summary>
    private CollapseWarning? Fell(string kind, string what, Func<IterationSigns, double?> of, double share, string mend) =>
        Previous is not null && of(First) is { } first && of(Previous) is { } before && of(Last) is { } now
            && before < share * first && now < share * first
            ? Found(kind, now, first,
                $"{what} is {Percent(now)} after {Percent(before)}, and the first iteration's was {Percent(first)}. {mend}")
                with { EndsRun = Math.Max(before, now) < 0.8 * first }
            : null;

    private CollapseWarning? OneOutput() =>
        Last.LargestOutput is { } now and > 0.9 && !IsGood
            ? Found("one_output", now, 0.9,
                $"one output is {Percent(now)} of a task's samples. Raise sampling.temperature, draw more samples, and "
                + "take objective.contrast exclusion")
                with { EndsRun = Previous?.LargestOutput > 0.9 }
            : null;

    private CollapseWarning? WrongStaysLikely() =>
        Previous?.WrongProbability is { } before && First.WrongProbability is { } first && Last.WrongProbability is { } now
            && now > 0.1 && before >= first && now >= first && !IsGood && !Rises
            ? Found("wrong_stays_likely", now, first,
                $"wrong outputs keep a probability of {Number(now)} under the instruction that asks for a right answer, "
                + $"{Number(first)} at first: the contrast does not act. Take objective.contrast exclusion, or raise objective.alpha")
            : null;

    private CollapseWarning? WrongInstruction() =>
        First.WrongInstructionAccuracy is { } first && Last.WrongInstructionAccuracy is { } now && now > first + 0.25
            ? Found("wrong_instruction", now, first + 0.25,
                $"accuracy under the instruction that asks for a wrong answer rose from {Percent(first)} to {Percent(now)}: "
                + "the two instructions stop differing. Lower objective.wrong_weight, or raise objective.alpha with contrast exclusion")
            : null;

    private CollapseWarning? GreedyGap() =>
        _history.Count > 1 && First.Accuracy - First.SampledSuccess is { } first && Last.Accuracy - Last.SampledSuccess is { } now
            && now > 0.2 && now > first + 0.1
            ? Found("greedy_gap", now, Math.Max(0.2, first + 0.1),
                $"greedy accuracy is {Percent(now)} above sampled success, {Percent(first)} at first: samples are noisier than the model. "
                + "Set objective.label_smoothing 0, or lower sampling.temperature")
            : null;

    private CollapseWarning? NoSuccess()
    {
        string[] tasks = [.. Last.SuccessByTask.Where(t => t.Value == 0).Select(t => t.Key).Order(StringComparer.Ordinal)];
        return tasks.Length == 0 ? null : Found("no_success", 0, 0,
            $"no sample is right in {string.Join(", ", tasks)}: nothing is learned of it. Draw more sampling.samples, "
            + "raise sampling.temperature, take a start model that is right now and then, or score partial success");
    }

    private CollapseWarning? WrongPairs() =>
        Last.WrongPairs is { } now and > 0.7
            ? Found("wrong_pairs", now, 0.7,
                $"{Percent(now)} of the pairs in a batch are wrong outputs. Set training.success_share (0.8), or draw more samples")
            : null;

    private CollapseWarning? TooSure() =>
        Last.Entropy is { } now and < 0.02 && !IsGood
            ? Found("low_entropy", now, 0.02,
                $"the model is sure of its tokens ({Number(now)} nats a token) and often wrong: it explores no more. "
                + "Raise sampling.temperature or objective.beta")
            : null;

    private CollapseWarning? TooSpread() =>
        _history.Count > 1 && First.Entropy is { } first && Last.Entropy is { } now && now > 2 * first && now > 0.5
            ? Found("high_entropy", now, 2 * first,
                $"the model is unsure of its tokens: {Number(now)} nats a token, {Number(first)} at first. Lower objective.beta, "
                + "objective.label_smoothing or training.learning_rate")
            : null;

    private CollapseWarning? Duplicates() =>
        Last.Duplicates is { } now and > 0.9 && !IsGood
            ? Found("duplicates", now, 0.9,
                $"{Percent(now)} of a query's further samples repeat an earlier one. "
                + "Raise sampling.temperature, or draw more queries and fewer samples")
            : null;

    private CollapseWarning? Length() =>
        _history.Count > 1 && First.OutputTokens is { } first and > 0 && Last.OutputTokens is { } now
            && (now > 2 * first || now < first / 2)
            ? Found("length", now, first,
                $"outputs have {Number(now)} tokens, {Number(first)} at first. Set replay.drop_unfinished true and "
                + "objective.label_smoothing 0")
            : null;

    private CollapseWarning Found(string kind, double value, double limit, string message) =>
        new(kind, Last.Iteration, value, limit, message);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    private static string Number(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.###}");
}
