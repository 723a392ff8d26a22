using Hir.Learner.Batching;
using Hir.Learner.Devices;
using Hir.Learner.Engines;
using Hir.Learner.Models;
using Hir.Learner.Objectives;
using Hir.Learner.Publishing;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Pairs;
using Hir.Shared.Shards;

namespace Hir.Learner.Training;

/// <summary>
/// The learner of one run: a model with its optimizer, trained iteration by iteration. Not for two threads at once. On the CPU, with the
/// same number of threads, a session that continues a checkpoint ends with the same bytes as one that was never stopped.
/// </summary>
public sealed class LearnerSession : IDisposable
{
    private const long ScoringBudget = 16_384;

    private readonly ModelFolder _source;
    private readonly LearnerOptions _options;
    private readonly IObjective _objective;
    private readonly LanguageModel _model;
    private readonly FlatAdamW _optimizer;
    private readonly TrainingStep _step;
    private readonly int _startId;

    private LearnerSession(ModelFolder source, LearnerOptions options, LanguageModel model, int startId)
    {
        (_source, _options, _model, _startId) = (source, options, model, startId);
        _objective = ObjectiveFactory.Create(options.Objective);
        _optimizer = new FlatAdamW(model.Parameters.Values);
        _step = new TrainingStep(model, _objective, _optimizer, options.Training, startId, options.Seed);
    }

    /// <summary>How far the session is.</summary>
    public LearnerPosition Position { get; private set; } = LearnerPosition.Start;

    /// <summary>How many weights the model has.</summary>
    public long ParameterCount => _model.Parameters.Layout.Length;

    /// <summary>Loads a model to train.</summary>
    /// <param name="source">The model folder to start from. Configuration and tokenizer of published versions are copied from it.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="InputException">Options, model or device are not usable: everything that is wrong with the first of
    /// them.</exception>
    public static LearnerSession Open(ModelFolder source, LearnerOptions options)
    {
        options.Validate();
        TorchDevice.UseThreads(options.Threads);
        int startId = ModelLoader.StartOf(GenerationTokens.Load(source.Path));
        TorchSharp.torch.Device device = TorchDevice.Open(options.Device);
        TorchSharp.torch.ScalarType dtype = ComputeType.For(source.Config, options.Objective.Kind, device);
        return new LearnerSession(source, options, ModelLoader.Load(source, device, dtype), startId);
    }

    /// <summary>Trains one iteration, or what a loaded checkpoint left of it.</summary>
    /// <param name="iteration">The iteration: the one that was stopped, or a later one than the last.</param>
    /// <param name="pairs">Its pairs; the same as before where it is continued.</param>
    /// <param name="onStep">
    /// Hears each step after it was taken; it may call <see cref="SaveCheckpoint"/>. What it throws ends the iteration with the session
    /// as it is after the step.
    /// </param>
    /// <param name="cancellationToken">Ends the iteration between two steps; the session can then be saved, or go on with the same
    /// call.</param>
    /// <returns>What was done. Nothing is done, and said to be, where the objective can use none of the pairs.</returns>
    /// <exception cref="InputException">The pairs are not those that the iteration began with.</exception>
    /// <exception cref="TrainingFailedException">The loss is not finite.</exception>
    public IterationMetrics TrainIteration(
        int iteration, IReadOnlyList<TrainingPair> pairs, Action<StepMetrics>? onStep = null, CancellationToken cancellationToken = default)
    {
        RequireInVocabulary(pairs);
        TrainingPair[] used = [.. pairs.Where(_objective.Uses)];
        BatchPlan plan = Begin(iteration, pairs, used);
        List<StepMetrics> steps = [];
        while (!Position.IsComplete)
        {
            cancellationToken.ThrowIfCancellationRequested();
            StepMetrics metrics = _step.Run(plan.Batch(Position.StepsDone));
            Position = Position with { StepsDone = Position.StepsDone + 1, TotalSteps = _optimizer.Steps };
            steps.Add(metrics);
            onStep?.Invoke(metrics);
        }

        string? skipped = Position.StepsPlanned > 0 ? null
            : pairs.Count == 0
                ? "there is no pair to train on"
                : $"none of the {pairs.Count} pairs is a success, and the objective trains on successes only";
        return IterationMetrics.Of(Position, steps, used.Length, used.Count(p => p.IsSuccess == true), skipped);
    }

    /// <summary>Compares the model's log-probabilities of sampled outputs with those that the sampler wrote. Only for rows that this
    /// very model sampled.</summary>
    public LogprobGap MeasureGap(IReadOnlyList<ShardRow> rows)
    {
        ShardRow[] scored = [.. rows.Where(r => r.OutputTokenIds.Count > 0)];
        float[][] own = OutputScorer.Score(
            _model, [.. scored.Select(r => new TrainingPair(r.PromptTokenIds, null, r.OutputTokenIds))], _startId, ScoringBudget);
        long tokens = 0;
        double sum = 0, largest = 0;
        for (int i = 0; i < scored.Length; i++)
        {
            for (int t = 0; t < own[i].Length; t++)
            {
                double gap = Math.Abs(own[i][t] - scored[i].OutputLogprobs[t]);
                sum += gap;
                largest = Math.Max(largest, gap);
            }

            tokens += own[i].Length;
        }

        return new LogprobGap(tokens, tokens > 0 ? sum / tokens : 0, largest);
    }

    /// <summary>Writes weights, moments and position to a new folder, which appears whole or not at all.</summary>
    /// <param name="folder">It must not exist.</param>
    public void SaveCheckpoint(string folder) => LearnerCheckpoint.Save(folder, Position, _options, _model.Parameters, _optimizer);

    /// <summary>Continues a checkpoint of the same model and options.</summary>
    /// <exception cref="InputException">There is none, it is damaged, or it belongs to another model or to other options.</exception>
    public void LoadCheckpoint(string folder)
    {
        Position = LearnerCheckpoint.Load(folder, _options, _model.Parameters, _optimizer);
    }

    /// <summary>Publishes the weights as a model folder, graphs included.</summary>
    /// <param name="folder">Where; it must not exist.</param>
    /// <param name="version">The version.</param>
    /// <param name="parentVersion">The version that the learner started from or published before; null for none.</param>
    public ModelFolder Publish(string folder, int version, int? parentVersion = null) =>
        ModelVersionWriter.Write(folder, _source, _model.Parameters, version, parentVersion);

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
    }

    private BatchPlan Begin(int iteration, IReadOnlyList<TrainingPair> pairs, TrainingPair[] used)
    {
        TrainingSection training = _options.Training;
        BatchPlan plan = new(used, iteration, new BatchSettings(
            training.BatchSize, training.Steps, training.SuccessShare > 0 ? training.SuccessShare : null, training.MaxEpochs,
            training.Shuffle, _options.Seed));
        string digest = PairsDigest.Of(pairs);
        if (iteration == Position.Iteration)
        {
            if (digest == Position.DataSha256) return plan;
            throw new InputException(
                $"iteration {iteration} began with pairs of hash {Position.DataSha256}, and was given pairs of hash {digest} to continue "
                + "with. Continue with the shards that it began with, or start again from the iteration before.");
        }

        if (iteration < Position.Iteration || !Position.IsComplete)
        {
            throw new InvalidOperationException(
                $"Iteration {iteration} was to be trained, but the session is at step {Position.StepsDone} of {Position.StepsPlanned} of "
                + $"iteration {Position.Iteration}.");
        }

        Position = new LearnerPosition(iteration, 0, plan.Steps, digest, _optimizer.Steps);
        return plan;
    }

    private void RequireInVocabulary(IReadOnlyList<TrainingPair> pairs)
    {
        int size = _model.Config.VocabSize;
        foreach (TrainingPair pair in pairs)
        {
            bool known = pair.PromptTokenIds.Concat(pair.OutputTokenIds).Concat(pair.ContrastPromptTokenIds ?? [])
                .All(id => id >= 0 && id < size);
            if (known && pair.PromptTokenIds.Count > 0 && pair is { TrainedTokens: > 0, PrefixLength: >= 0 } && pair.ContrastPromptTokenIds is not { Count: 0 })
            {
                continue;
            }

            throw new InputException(
                $"a pair has no token, or ids outside the model's vocabulary of {size}. "
                + "The shards come from a model with another tokenizer: use that model.");
        }
    }
}
