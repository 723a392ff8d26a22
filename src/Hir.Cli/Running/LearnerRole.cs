using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Learner.Batching;
using Hir.Learner.Engines;
using Hir.Learner.Training;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Shared.Prompts;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;

namespace Hir.Cli.Running;

/// <summary>
/// The learning side of a run. For each iteration: wait for its relabeled shards, train on the replay set, save, publish the next version.
/// A checkpoint is written as time goes by and when it is asked to stop, so that a stopped run goes on where it was.
/// </summary>
internal sealed class LearnerRole(RunFolder run, RunPlan plan, IProgress<PhaseProgress> progress, Action<string> say, TimeProvider time)
{
    private readonly MetricsFile _metrics = new(run.Metrics);
    private readonly Retention _retention = new(run, plan.Config.Retention, plan.Config.Iterations, say);
    private readonly CheckpointFolders _checkpoints = new(run.Checkpoints, new(run, plan.Config.Retention, plan.Config.Iterations, say));
    private readonly RecordedRun? _recorded = RecordedRun.Of(plan.Config);
    private readonly List<ShardRow> _rows = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wait = new FileWait(time, say);
        _ = ShardWarmUp.InBackground(new ShardOptions { Codec = plan.Config.Shards.Codec });
        ModelFolder start = ModelFolder.Open(run.Model(0));
        Tokenizer tokenizer = Tokenizer.Load(start.Path);
        string tokenizerSha256 = TokenizerDigest.Of(start.Path);
        int endId = OutputEnd.IdIn(start.Path, tokenizer);
        var replay = new ReplaySelection(tokenizer, plan.Template);
        using LearnerSession session = LearnerSession.Open(start, Options());
        if (_checkpoints.Latest() is { } checkpoint)
        {
            session.LoadCheckpoint(checkpoint.Path);
            say($"continuing from {checkpoint.Path}");
        }

        for (int iteration = 0; iteration < plan.Config.Iterations; iteration++)
        {
            string folder = run.RelabeledOf(iteration);
            string found = await wait.ForAsync(
                () => ShardFolders.IsComplete(folder) ? folder : RunRecord.Read(run)!.StoppedAt is null ? null : "",
                $"relabeled shards of iteration {iteration}", cancellationToken);
            if (found.Length == 0) return;
            ShardFolder shards = ShardReader.ReadFolder(folder);
            RequireKnownModel(shards);
            RequireSamePrompts(shards, tokenizerSha256);
            _rows.AddRange(shards.Rows);
            if (RunRecord.Read(run)!.FingerprintOf(iteration + 1) is not null) continue;
            // Without this, lost checkpoints would go unnoticed: training would begin again from the first model.
            if (session.Position.Iteration < iteration - 1)
            {
                throw new InputException(
                    $"{run.Checkpoints}: holds no checkpoint from after iteration {iteration - 1}, "
                        + $"although version {iteration} is published; "
                    + "restore the folder, or start a new run in another folder");
            }

            if (session.Position.Iteration < iteration && IsOfThisRun(shards)) MeasureGap(session, iteration, shards);
            ReplayPairs pairs = replay.For(
                _rows, plan.Config.Objective, plan.Config.Replay, plan.Instructions with { Correct = plan.Asks.Wanted }, endId);
            IterationMetrics trained = Train(session, iteration, pairs, cancellationToken);
            _checkpoints.Save(session);
            (string fingerprint, double publishSeconds, double variantSeconds) = Publish(session, iteration + 1);
            // The entry in run.json makes the iteration count, so its line comes before: a resumed run drops the line of an iteration
            // without entry.
            _metrics.Append(Line(iteration, trained, pairs, shards, publishSeconds, variantSeconds));
            RunRecord.Read(run)!.With(iteration + 1, fingerprint).Write(run);
            _retention.Apply();
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"iteration {iteration}: {trained.StepsThisCall} steps on {trained.Pairs} pairs ({trained.Successes} right), "
                    + $"loss {trained.FirstLoss:0.000} -> {trained.LastLoss:0.000}, {trained.TokensPerSecond:N0} tokens/s; "
                    + $"of {pairs.Rows} rows left out: {pairs.Described}"));
            if (plan.Config.Sampler.Variant is { } variant)
            {
                say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"iteration {iteration}: version {iteration + 1} was published in {publishSeconds:0.00} s, {variantSeconds:0.00} s of it for the {variant} variant"));
            }

            if (trained.SkippedBecause is { } reason) say($"warning: iteration {iteration}: nothing was trained: {reason}");
        }
    }

    // Before the iteration's first step, while the session holds the very weights that sampled its rows.
    private void MeasureGap(LearnerSession session, int iteration, ShardFolder shards)
    {
        LogprobGap gap = session.MeasureGap(shards.Rows);
        string? variant = SamplingRecord.VariantOf(shards.Settings);
        _metrics.Append(new JsonObject
        {
            ["role"] = "learner",
            ["event"] = "logprobs",
            ["iteration"] = iteration,
            ["model_version"] = iteration,
            ["variant"] = variant,
            ["tokens"] = gap.Tokens,
            ["logprob_gap_mean"] = gap.Mean,
            ["logprob_gap_max"] = gap.Largest,
        });
        string sampler = variant is null ? "the sampler's" : $"those of the sampler's {variant} variant";
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"iteration {iteration}: log-probabilities differ from {sampler} by at most {gap.Largest:0.0e+0}, {gap.Mean:0.0e+0} on average"));
    }

    private IterationMetrics Train(LearnerSession session, int iteration, ReplayPairs pairs, CancellationToken cancellationToken)
    {
        long saved = time.GetTimestamp();
        try
        {
            return session.TrainIteration(
                iteration,
                pairs.Pairs,
                step =>
                {
                    JsonObject line = step.ToJson();
                    line.Insert(0, "role", "learner");
                    line.Insert(1, "iteration", iteration);
                    _metrics.Append(line);
                    progress.Report(new PhaseProgress(
                        "training", iteration, session.Position.StepsDone, session.Position.StepsPlanned, "steps",
                        string.Create(CultureInfo.InvariantCulture, $"loss {step.Loss:0.000}")));
                    if (time.GetElapsedTime(saved).TotalSeconds < plan.Config.CheckpointSeconds || session.Position.IsComplete) return;
                    _checkpoints.Save(session);
                    saved = time.GetTimestamp();
                },
                cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _checkpoints.Save(session);
            throw;
        }
    }

    // A version that was published just before a stop has a folder and no entry: the folder is whole, so it only lacks the entry.
    private (string Fingerprint, double Seconds, double VariantSeconds) Publish(LearnerSession session, int version)
    {
        long start = Stopwatch.GetTimestamp();
        double variantSeconds = 0;
        string folder = run.Model(version);
        ModelFolder model = Directory.Exists(folder)
            ? ModelFolder.Open(folder, verify: true)
            : session.Publish(folder, version, version - 1, plan.Variants, written => variantSeconds += written.Seconds);
        return (model.Fingerprint, Stopwatch.GetElapsedTime(start).TotalSeconds, variantSeconds);
    }

    // Samples of a recorded run that trained otherwise come from other weights than this run's.
    private bool IsOfThisRun(ShardFolder shards)
    {
        RunRecord record = RunRecord.Read(run)!;
        return shards.Rows.All(r => record.FingerprintOf(r.ModelVersion) == r.ModelFingerprint);
    }

    private void RequireKnownModel(ShardFolder shards)
    {
        RunRecord record = RunRecord.Read(run)!;
        foreach (var group in shards.Rows.GroupBy(r => (r.ModelVersion, r.ModelFingerprint)))
        {
            string? known = record.FingerprintOf(group.Key.ModelVersion);
            if (known == group.Key.ModelFingerprint || _recorded?.IsOf(group.Key.ModelVersion, group.Key.ModelFingerprint) == true) continue;
            throw new InputException(
                $"{shards.Path}: {group.Count()} rows come from model version {group.Key.ModelVersion} with fingerprint "
                + $"{group.Key.ModelFingerprint}, and run.json records {known ?? "no such version"}; "
                + "they were not sampled by this run's model. Delete the folder and resume to sample again, "
                    + "or train on them offline with `hir learn --shards`");
        }
    }

    // A model that is trained on other prompts than it was asked with unlearns what it was taught.
    private void RequireSamePrompts(ShardFolder shards, string tokenizerSha256)
    {
        const string Mend = "Delete the folder and resume to sample again, or train on it offline with `hir learn --shards`";
        List<string> problems = [];
        if (SamplingRecord.OtherTemplate(shards.Settings, plan.Template) is { } other)
        {
            problems.Add(
                $"{shards.Path}: its prompts were rendered with the template \"{other}\", and the run's is \"{plan.Template.Text}\". {Mend}");
        }

        if (SamplingRecord.IsOtherTokenizer(shards.Settings, tokenizerSha256))
            problems.Add($"{shards.Path}: it was sampled with another tokenizer than the run's. {Mend}");
        if (problems.Count > 0) throw new InputException(problems);
    }

    private LearnerOptions Options() => new()
    {
        Objective = plan.Config.Objective,
        Training = plan.Config.Training,
        Seed = plan.Config.Seed,
        Threads = plan.Threads,
        Device = plan.Config.Device,
    };

    private JsonObject Line(
        int iteration, IterationMetrics trained, ReplayPairs pairs, ShardFolder shards, double publishSeconds, double variantSeconds)
    {
        JsonObject line = Basic(iteration, trained, shards, publishSeconds, variantSeconds);
        line["replay_rows"] = pairs.Rows;
        foreach ((string reason, int count) in pairs.LeftOut) line.Add(reason, count);
        foreach ((string name, double? term) in (ReadOnlySpan<(string, double?)>)[
            ("loss_kl", trained.LossKl), ("loss_policy", trained.LossPolicy), ("loss_value", trained.LossValue),
            ("clip_share", trained.ClipShare)])
        {
            if (term is { } value) line.Add(name, value);
        }

        return line;
    }

    private JsonObject Basic(int iteration, IterationMetrics trained, ShardFolder shards, double publishSeconds, double variantSeconds) => new()
    {
        ["role"] = "learner",
        ["event"] = "iteration",
        ["iteration"] = iteration,
        ["model_version"] = iteration + 1,
        ["steps"] = trained.Steps,
        ["pairs"] = trained.Pairs,
        ["successes"] = trained.Successes,
        ["wrong_share"] = Math.Round(trained.WrongShare, 5),
        ["loss"] = trained.Loss,
        ["loss_supervised"] = trained.LossSupervised,
        ["loss_contrastive"] = trained.LossContrastive,
        ["loss_entropy"] = trained.LossEntropy,
        ["grad_norm"] = trained.GradNorm,
        ["seconds"] = Math.Round(trained.Seconds, 4),
        ["tokens_per_second"] = Math.Round(trained.TokensPerSecond, 1),
        ["update_share"] = Math.Round(trained.UpdateShare, 4),
        ["shard_seconds"] = Math.Round(shards.Seconds, 5),
        ["publish_seconds"] = Math.Round(publishSeconds, 5),
        ["variant"] = plan.Config.Sampler.Variant,
        ["variant_seconds"] = plan.Config.Sampler.Variant is null ? null : Math.Round(variantSeconds, 5),
        ["skipped"] = trained.SkippedBecause,
    };
}
