namespace Hir.Learner.Training;

/// <summary>What one iteration's training did. Means are over the steps of this call.</summary>
/// <param name="Iteration">The iteration.</param>
/// <param name="Steps">Steps of the whole iteration.</param>
/// <param name="StepsThisCall">Steps that this call did: fewer than <paramref name="Steps"/> where it continued a checkpoint, 0 where
/// there was nothing left.</param>
/// <param name="TotalSteps">Steps of all iterations so far.</param>
/// <param name="Pairs">Pairs that the objective trains on.</param>
/// <param name="Successes">Of these, successes.</param>
/// <param name="Loss">Mean of what was minimised.</param>
/// <param name="LossSupervised">Mean supervised term.</param>
/// <param name="LossContrastive">Mean contrastive term, before alpha.</param>
/// <param name="LossEntropy">Mean entropy term, before beta.</param>
/// <param name="GradNorm">Mean norm of the gradient before clipping.</param>
/// <param name="FirstLoss">The loss of the first step.</param>
/// <param name="LastLoss">The loss of the last step.</param>
/// <param name="OutputTokens">Output tokens trained on.</param>
/// <param name="Tokens">Tokens that passed through the model, padding included.</param>
/// <param name="Seconds">Wall time of the steps.</param>
/// <param name="UpdateShare">The share of it that norm, clipping and AdamW took.</param>
/// <param name="SkippedBecause">Why no step was done although there is nothing wrong (no pair that the objective can use); else
/// null.</param>
public sealed record IterationMetrics(
    int Iteration,
    int Steps,
    int StepsThisCall,
    long TotalSteps,
    int Pairs,
    int Successes,
    double Loss,
    double LossSupervised,
    double LossContrastive,
    double LossEntropy,
    double GradNorm,
    double FirstLoss,
    double LastLoss,
    long OutputTokens,
    long Tokens,
    double Seconds,
    double UpdateShare,
    string? SkippedBecause = null)
{
    /// <summary>Tokens a second that passed through the model.</summary>
    public double TokensPerSecond => Seconds > 0 ? Tokens / Seconds : 0;

    /// <summary>The mean share of wrong outputs in a batch.</summary>
    public double WrongShare { get; init; }

    /// <summary>Mean L_KL; null where it is off.</summary>
    public double? LossKl { get; init; }

    /// <summary>Mean L_policy of PPO and GRPO; else null.</summary>
    public double? LossPolicy { get; init; }

    /// <summary>Mean L_value of PPO with a value head; else null.</summary>
    public double? LossValue { get; init; }

    /// <summary>Mean share of tokens whose gradient was clipped away, with PPO and GRPO; else null.</summary>
    public double? ClipShare { get; init; }

    internal static IterationMetrics Of(
        LearnerPosition position, IReadOnlyList<StepMetrics> steps, int pairs, int successes, string? skippedBecause = null)
    {
        double Mean(Func<StepMetrics, double> of) => steps.Count == 0 ? 0 : steps.Average(of);
        double seconds = steps.Sum(s => s.Seconds);
        return new IterationMetrics(
            position.Iteration, position.StepsPlanned, steps.Count, position.TotalSteps, pairs, successes,
            Mean(s => s.Loss), Mean(s => s.LossSupervised), Mean(s => s.LossContrastive), Mean(s => s.LossEntropy), Mean(s => s.GradNorm),
            steps.Count == 0 ? 0 : steps[0].Loss, steps.Count == 0 ? 0 : steps[^1].Loss,
            steps.Sum(s => s.OutputTokens), steps.Sum(s => s.PaddedTokens), seconds,
            seconds > 0 ? steps.Sum(s => s.UpdateSeconds) / seconds : 0, skippedBecause)
        {
            WrongShare = Mean(s => (double)s.WrongPairs / s.Pairs),
            LossKl = steps.Average(s => s.LossKl),
            LossPolicy = steps.Average(s => s.LossPolicy),
            LossValue = steps.Average(s => s.LossValue),
            ClipShare = steps.Average(s => s.ClipShare),
        };
    }
}
