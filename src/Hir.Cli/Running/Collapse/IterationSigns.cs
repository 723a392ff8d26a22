namespace Hir.Cli.Running.Collapse;

/// <summary>What a run records of one iteration that may tell of a collapse; null where it was not measured. Shares are from 0 to
/// 1.</summary>
internal sealed record IterationSigns(int Iteration)
{
    /// <summary>The share of the samples that are right.</summary>
    public double? SampledSuccess { get; init; }

    /// <summary>The same for each task.</summary>
    public IReadOnlyDictionary<string, double> SuccessByTask { get; init; } = new Dictionary<string, double>();

    /// <summary>Greedy accuracy on held-out queries.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Greedy accuracy under the instruction that asks for a wrong answer; null where nothing trains on that
    /// instruction.</summary>
    public double? WrongInstructionAccuracy { get; init; }

    /// <summary>The mean probability of whole wrong outputs under the instruction that asks for a right answer; null as above.</summary>
    public double? WrongProbability { get; init; }

    /// <summary>The mean entropy of the model's next token over the samples, in nats, estimated by minus their log-probabilities.</summary>
    public double? Entropy { get; init; }

    /// <summary>How many of a query's further samples repeat an earlier one.</summary>
    public double? Duplicates { get; init; }

    /// <summary>The share of a task's samples that are one and the same output, for the task where it is largest.</summary>
    public double? LargestOutput { get; init; }

    /// <summary>Tokens of an output, on average.</summary>
    public double? OutputTokens { get; init; }

    /// <summary>The share of wrong outputs in the batches of the training before; null where they are no concern.</summary>
    public double? WrongPairs { get; init; }
}
