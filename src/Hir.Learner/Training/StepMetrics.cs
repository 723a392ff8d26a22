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
    /// <summary>The line of metrics.jsonl. Everything in it is a function of data, configuration and seed: no times.</summary>
    public JsonObject ToJson() => new()
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
