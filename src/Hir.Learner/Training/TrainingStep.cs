using System.Diagnostics;
using Hir.Learner.Batching;
using Hir.Learner.Models;
using Hir.Learner.Objectives;
using Hir.Learner.Parameters;
using Hir.Shared.Configuration;
using Hir.Shared.Pairs;
using static TorchSharp.torch;

namespace Hir.Learner.Training;

/// <summary>One optimizer step: the batch's gradient, micro-batch by micro-batch, its norm, clipping, AdamW.</summary>
internal sealed class TrainingStep(
    LanguageModel model, IObjective objective, FlatAdamW optimizer, TrainingSection settings, int startId, long seed,
    ValueHead? head = null)
{
    private const int OneByOneAtMost = 16;
    private const long CacheTokens = 2048;

    /// <summary>What is fixed for the iteration's pairs.</summary>
    public IterationTargets Targets { get; set; } = new();

    /// <summary>Trains on one batch.</summary>
    /// <exception cref="TrainingFailedException">A term of the loss or the gradient is not finite; the weights are as before the
    /// step.</exception>
    public StepMetrics Run(IReadOnlyList<TrainingPair> batch)
    {
        long began = Stopwatch.GetTimestamp();
        long step = optimizer.Steps + 1;
        (LossValues losses, int parts, long padded) = Accumulate(batch, step);
        if (!losses.IsFinite)
        {
            throw new TrainingFailedException(
                $"step {step}: the loss is not finite ({string.Join(", ", losses.Named.Select(t => $"{t.Name} {t.Value}"))}). "
                + "The step was not taken. Lower training.learning_rate, or set training.grad_clip.");
        }

        long computed = Stopwatch.GetTimestamp();
        model.Parameters.RequireGradientsInPlace();
        head?.Parameters.RequireGradientsInPlace();
        double norm = Clip(model.Parameters, step);
        if (head is not null) Clip(head.Parameters, step);
        double rate = LearningRate(step);
        optimizer.Step(model.Parameters.Values, model.Parameters.Gradients, rate, settings.WeightDecay);
        head?.Optimizer.Step(head.Parameters.Values, head.Parameters.Gradients, rate, settings.WeightDecay);
        return new StepMetrics(
            step, losses.Loss, losses.Supervised, losses.Contrastive, losses.Entropy, norm, rate, batch.Count,
            BatchTotals.Of(batch).Tokens, padded, parts, Stopwatch.GetElapsedTime(began).TotalSeconds,
            Stopwatch.GetElapsedTime(computed).TotalSeconds)
        {
            WrongPairs = batch.Count(p => p.IsSuccess == false),
            LossKl = losses.Kl,
            LossPolicy = losses.Policy,
            LossValue = losses.Value,
            ClipShare = losses.ClipShare,
        };
    }

    /// <summary>Adds the gradients of all micro-batches into the zeroed flat gradient.</summary>
    internal (LossValues Losses, int Parts, long PaddedTokens) Accumulate(IReadOnlyList<TrainingPair> batch, long step)
    {
        // In-place operations return a tensor too: without a scope it would live until it is collected.
        using (NewDisposeScope())
        {
            model.Parameters.Gradients.zero_();
            head?.Parameters.Gradients.zero_();
        }

        BatchTotals totals = BatchTotals.Of(batch);
        LossValues sum = default;
        int parts = 0;
        long padded = 0;
        if (settings.Dropout > 0) Seed(step);
        model.Dropout = settings.Dropout;
        try
        {
            foreach (MicroBatch part in Split(batch))
            {
                using var scope = NewDisposeScope();
                LossTerms terms = objective.Terms(OutputLogprobs.Of(model, part, Targets, head), totals);
                terms.Loss.backward();
                LossValues values = terms.Read();
                sum = parts++ == 0 ? values : sum + values;
                padded += part.PaddedTokens;
            }
        }
        finally
        {
            model.Dropout = 0;
        }

        return (sum, parts, padded);
    }

    private IEnumerable<MicroBatch> Split(IReadOnlyList<TrainingPair> batch)
    {
        if (objective.Rows == PromptRows.Own && ComputeType.IsVerySmall(model.Config) && batch.Count <= OneByOneAtMost)
        {
            return MicroBatches.OneByOne(batch, startId);
        }

        long budget = settings.MicroBatchTokens > 0 ? settings.MicroBatchTokens : long.MaxValue;
        // On a CPU smaller parts are faster as well as leaner: their activations stay in the cache. Under every prompt parts repeat the
        // encoder.
        if (model.Device.type == TorchSharp.DeviceType.CPU && objective.Rows != PromptRows.Every) budget = Math.Min(budget, CacheTokens);
        return MicroBatches.Split(batch, objective.Rows, budget, startId, objective.Negatives);
    }

    /// <summary>The norm before clipping.</summary>
    private double Clip(FlatParameters parameters, long step)
    {
        using IDisposable noGrad = no_grad();
        using var scope = NewDisposeScope();
        double norm = TorchSharp.TensorExtensionMethods.ToSingle(parameters.Gradients.norm());
        if (!double.IsFinite(norm))
        {
            throw new TrainingFailedException(
                $"step {step}: the gradient's norm is {norm}. The step was not taken. Lower training.learning_rate, "
                + "or set training.grad_clip.");
        }

        if (settings.GradClip > 0 && norm > settings.GradClip) parameters.Gradients.mul_(settings.GradClip / (norm + 1e-6));
        return norm;
    }

    private double LearningRate(long step) =>
        step <= settings.WarmupSteps ? settings.LearningRate * step / settings.WarmupSteps : settings.LearningRate;

    /// <summary>Dropout draws from libtorch's generators. Seeding them by step makes a continued run draw what an uninterrupted one
    /// draws.</summary>
    private void Seed(long step)
    {
        long mixed = unchecked((seed * 6364136223846793005L) + step);
        manual_seed(mixed);
        if (model.Device.type == TorchSharp.DeviceType.CUDA) cuda.manual_seed_all(mixed);
    }
}
