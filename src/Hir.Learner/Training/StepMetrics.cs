using System.Text.Json.Nodes;

namespace Hir.Learner.Training;

/// <summary>What one optimizer step saw, all of it before the step.</summary>
/// <param name="Step">The step, from 1, counted over the whole run.</param>
/// <param name="Loss">What was minimised: for FARL and SFT the supervised term alone.</param>
/// <param name="LossSupervised">L_supervised.</param>
/// <param name="LossContrastive">L_contrastive, before alpha.</param>
/// <param name="LossEntropy">L_entropy, before beta.</param>
/// <param name="GradNorm">The L2 norm of the gradient over all parameters, before clipping.</param>
/// <param name="LearningRate">The learning rate of the step.</param>
/// <param name="Pairs">Pairs in the batch.</param>
/// <param name="OutputTokens">Output tokens in the batch.</param>
/// <param name="PaddedTokens">Tokens that passed through the model, padding included.</param>
/// <param name="MicroBatches">Forwards that the batch was split into.</param>
/// <param name="Seconds">Wall time of the step.</param>
/// <param name="UpdateSeconds">Of these, the norm, the clipping and the update.</param>
public sealed record StepMetrics(
    long Step,
    double Loss,
    double LossSupervised,
    double LossContrastive,
    double LossEntropy,
    double GradNorm,
    double LearningRate,
    int Pairs,
    long OutputTokens,
    long PaddedTokens,
    int MicroBatches,
    double Seconds,
    double UpdateSeconds)
{
    /// <summary>How many steps the iteration has.</summary>
    public int Planned { get; init; }

    /// <summary>Of <see cref="Pairs"/>, those whose output is wrong.</summary>
    public int WrongPairs { get; init; }

    /// <summary>L_KL, the divergence from the start model before its weight; null where it is off.</summary>
    public double? LossKl { get; init; }

    /// <summary>PPO and GRPO: L_policy; else null.</summary>
    public double? LossPolicy { get; init; }

    /// <summary>PPO with a value head: L_value before its weight; else null.</summary>
    public double? LossValue { get; init; }

    /// <summary>PPO and GRPO: the share of tokens whose gradient was clipped away; else null.</summary>
    public double? ClipShare { get; init; }

    /// <summary>The line of metrics.jsonl. Everything in it is a function of data, configuration and seed: no times.</summary>
    public JsonObject ToJson()
    {
        JsonObject line = Basic();
        foreach ((string name, double? term) in (ReadOnlySpan<(string, double?)>)[
            ("loss_kl", LossKl), ("loss_policy", LossPolicy), ("loss_value", LossValue), ("clip_share", ClipShare)])
        {
            if (term is { } value) line.Add(name, value);
        }

        return line;
    }

    private JsonObject Basic() => new()
    {
        ["step"] = Step,
        ["loss"] = Loss,
        ["tokens"] = OutputTokens,
        ["lr"] = LearningRate,
        ["grad_norm"] = GradNorm,
        ["loss_supervised"] = LossSupervised,
        ["loss_contrastive"] = LossContrastive,
        ["loss_entropy"] = LossEntropy,
        ["pairs"] = Pairs,
    };
}
