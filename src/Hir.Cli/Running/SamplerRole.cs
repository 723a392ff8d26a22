using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Running.Collapse;
using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Sampler.Evaluation;
using Hir.Sampler.Sampling;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Decoding;
using Hir.Shared.Feedback;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Shared.Relabeling;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;

namespace Hir.Cli.Running;

/// <summary>
/// The sampling side of a run. For each model version: evaluate it, sample with it, score, relabel; the last version is only evaluated.
/// What is there already is not made again, so that a stopped run goes on where it was.
/// </summary>
internal sealed class SamplerRole(RunFolder run, RunPlan plan, IProgress<PhaseProgress> progress, Action<string> say, TimeProvider time)
{
    private readonly MetricsFile _metrics = new(run.Metrics);
    private readonly QuerySuccess _past = new();
    private readonly RecordedRun? _recorded = RecordedRun.Of(plan.Config);
    private int _counted;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wait = new FileWait(time, say);
        if (RunRecord.Read(run)!.StoppedAt is not null) return;
        _ = ShardWarmUp.InBackground(Options());
        await using IFeedbackPool feedback = plan.Feedback();
        for (int iteration = 0; iteration <= plan.Config.Iterations; iteration++)
        {
            int version = iteration;
            string fingerprint = await wait.ForAsync(
                () => RunRecord.Read(run)!.FingerprintOf(version), $"model version {version}", cancellationToken);
            bool isLast = iteration == plan.Config.Iterations;
            if (!NeedsModel(iteration, isLast)) continue;
            using ModelInUse mark = ModelInUse.Mark(run.Model(version));
            ModelFolder model = ModelFolder.Open(run.Model(version));
            if (model.Fingerprint != fingerprint)
                throw new InvalidOperationException($"{model.Path}: its fingerprint is {model.Fingerprint}, "
                    + $"and run.json records {fingerprint} for version {version}; restore the folder, "
                        + $"it was changed after it was published");
            say($"iteration {iteration}: model version {version}");
            using ISequenceEngine engine = OrtEngine.Open(model, Engine() with { Variant = plan.Config.Sampler.Variant });
            string[] problems = [.. RunRecord.Read(run)!.TokenizerProblems(model.Path)];
            if (problems.Length > 0) throw new InputException(problems);
            Tokenizer tokenizer = Tokenizer.Load(model.Path);
            await EvaluateAsync(engine, tokenizer, feedback, iteration, fingerprint, cancellationToken);
            if (isLast) return;
            IReadOnlyList<ShardRow>? sampled = ShardFolders.IsComplete(run.ShardsOf(iteration))
                ? null : await SampleAsync(engine, tokenizer, feedback, iteration, fingerprint, cancellationToken);
            if (ShardFolders.IsComplete(run.RelabeledOf(iteration))) continue;
            if (EndsByCollapse(iteration)) return;
            Relabel(iteration, fingerprint, sampled, cancellationToken);
        }
    }

    private bool NeedsModel(int iteration, bool isLast) =>
        !File.Exists(run.Evaluation(iteration)) || (!isLast && !ShardFolders.IsComplete(run.RelabeledOf(iteration)));

    private async Task EvaluateAsync(
        ISequenceEngine engine, Tokenizer tokenizer, IFeedbackPool feedback, int iteration, string fingerprint,
        CancellationToken cancellationToken)
    {
        if (File.Exists(run.Evaluation(iteration))) return;
        var evaluator = new Evaluator(engine, tokenizer, feedback, time);
        if (plan.Config.Evaluation.WrongInstruction && plan.Asks.Unwanted is { } unwanted)
        {
            EvaluationResult wrong = await Evaluate(unwanted, "evaluating, wrong instruction");
            wrong.Save(run.WrongEvaluation(iteration));
        }

        // Last, since its file says that the iteration's evaluation is done.
        EvaluationResult result = await Evaluate(plan.Asks.Wanted, "evaluating");
        result.Save(run.Evaluation(iteration));
        say(string.Create(CultureInfo.InvariantCulture, $"iteration {iteration}: accuracy {100 * result.Accuracy:0.0} %"));

        async Task<EvaluationResult> Evaluate(string instruction, string phase) => await evaluator.EvaluateAsync(
            plan.Evaluation,
            new EvaluationPlan
            {
                Instruction = instruction,
                ModelFingerprint = fingerprint,
                ModelVersion = iteration,
                Variant = plan.Config.Sampler.Variant,
                MaxNewTokens = plan.Config.Sampling.MaxNewTokens,
                BatchSize = plan.Config.Evaluation.BatchSize,
                Template = plan.Template,
                TokenizerSha256 = TokenizerDigest.Of(run.Model(iteration)),
            },
            Progress(phase, iteration, "queries"),
            cancellationToken);
    }

    private async Task<IReadOnlyList<ShardRow>> SampleAsync(
        ISequenceEngine engine, Tokenizer tokenizer, IFeedbackPool feedback, int iteration, string fingerprint,
        CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var sampler = new ShardSampler(engine, tokenizer, feedback, time);
        IReadOnlyList<ShardRow> rows = _recorded?.Read(iteration).Rows ?? await sampler.SampleAsync(
            QueryDraw.Draw(plan.Training, plan.Config.Sampling.Queries, plan.Config.Seed, iteration, PastBefore(iteration)),
            new SamplingPlan
            {
                Iteration = iteration,
                Instruction = plan.Asks.Wanted,
                LowerShare = plan.Config.Sampling.LowerShare,
                LowerInstructions = plan.Asks.Lower,
                Settings = Settings(),
                ModelVersion = iteration,
                ModelFingerprint = fingerprint,
                Template = plan.Template,
            },
            Progress("sampling", iteration, "queries"),
            cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ShardFolderWritten written = ShardWriter.WriteFolder(
            run.ShardsOf(iteration), rows, Info(iteration, fingerprint, relabeled: false), Options());
        long tokens = rows.Sum(r => (long)r.OutputTokenIds.Count);
        // What was asked for less than right answers says nothing of how often the model is right.
        ShardRow[] wanted = [.. rows.Where(r => r.Instruction == plan.Asks.Wanted)];
        var line = new JsonObject
        {
            ["role"] = "sampler",
            ["event"] = "samples",
            ["iteration"] = iteration,
            ["model_version"] = iteration,
            ["variant"] = plan.Config.Sampler.Variant,
            ["samples"] = rows.Count,
            ["tokens"] = tokens,
            ["seconds"] = Math.Round(seconds, 4),
            ["tokens_per_second"] = Math.Round(tokens / seconds, 1),
            ["success_rate"] = SuccessRate(wanted),
            ["success_rates"] = new JsonObject(
                wanted.GroupBy(r => r.Task).Select(g => KeyValuePair.Create<string, JsonNode?>(g.Key, SuccessRate(g)))),
            ["score_status"] = new JsonObject(
                rows.GroupBy(r => r.ScoreStatus).Select(g => KeyValuePair.Create<string, JsonNode?>(ScoreStatusName(g.Key), g.Count()))),
            ["shard_seconds"] = Math.Round(written.Seconds, 5),
            ["shard_bytes"] = written.Bytes,
        };
        if (_recorded is not null) line["replayed"] = true;
        SampleSigns.Of(rows).AddTo(line);
        _metrics.Append(line);
        say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"iteration {iteration}: {rows.Count} samples, {tokens / seconds:N0} tokens/s, {100 * SuccessRate(wanted):0.0} % right")
            + ScoringFailures.Described(rows));
        return rows;
    }

    // From the shards, so that a resumed run draws what an uninterrupted one draws.
    private QuerySuccess? PastBefore(int iteration)
    {
        if (plan.Config.Sampling.Curriculum == CurriculumKind.None) return null;
        for (; _counted < iteration; _counted++) _past.Add(ShardReader.ReadFolder(run.ShardsOf(_counted)).Rows);
        return _past;
    }

    // While the learner waits for this iteration's relabeled shards, so that nobody else writes run.json.
    private bool EndsByCollapse(int iteration)
    {
        var watch = new CollapseWatch();
        IReadOnlyList<CollapseWarning> warnings = [];
        foreach (IterationSigns signs in RunSigns.Read(run, plan.Config.Objective.Kind, iteration)) warnings = watch.Observe(signs);
        if (warnings.Count > 0) _metrics.Append([.. warnings.Select(w => w.ToJson())]);
        foreach (CollapseWarning warning in warnings.Where(w => w.IsNew)) say($"warning: iteration {iteration}: {warning.Message}");
        if (!plan.Config.StopOnCollapse || !warnings.Any(w => w.EndsRun)) return false;
        (RunRecord.Read(run)! with { StoppedAt = iteration }).Write(run);
        return true;
    }

    // Rows that were sampled before a stop are read again; they are what was written, to the bit.
    private void Relabel(int iteration, string fingerprint, IReadOnlyList<ShardRow>? sampled, CancellationToken cancellationToken)
    {
        RelabelSequence relabeling = plan.Relabeling(run.Model(iteration), Engine(), cancellationToken);
        double readSeconds = 0;
        for (int before = Math.Max(0, iteration - relabeling.IterationsBefore); before < iteration; before++) relabeling.Pass(Read(before));
        RelabeledRows relabeled = relabeling.Next(sampled ?? Read(iteration));
        if (relabeled.Rows.Count == 0)
            throw new InvalidOperationException($"{run.ShardsOf(iteration)}: none of its {relabeled.Summary.Rows} samples has a score "
                + $"that relabeling can use; look at the columns feedback and score_parts for the reasons");
        ShardFolderWritten written = ShardWriter.WriteFolder(
            run.RelabeledOf(iteration), relabeled.Rows, Info(iteration, fingerprint, relabeled: true), Options());
        _metrics.Append(new JsonObject
        {
            ["role"] = "sampler",
            ["event"] = "relabeled",
            ["iteration"] = iteration,
            ["rows"] = relabeled.Summary.Rows,
            ["successes"] = relabeled.Summary.Successes,
            ["failures"] = relabeled.Summary.Failures,
            ["dropped"] = relabeled.Summary.Dropped.Values.Sum(),
            ["pieces"] = relabeled.Summary.Pieces,
            ["shard_seconds"] = Math.Round(readSeconds + written.Seconds, 5),
        });

        IReadOnlyList<ShardRow> Read(int saved)
        {
            ShardFolder folder = ShardReader.ReadFolder(run.ShardsOf(saved));
            readSeconds += folder.Seconds;
            return folder.Rows;
        }
    }

    private EngineOptions Engine() => new() { Device = plan.Config.Device, Threads = plan.Threads, Warn = say };

    private ShardFolderInfo Info(int iteration, string fingerprint, bool relabeled) => _recorded?.Info(iteration, relabeled) ?? new()
    {
        ModelVersion = iteration,
        ModelFingerprint = fingerprint,
        Seed = plan.Config.Seed,
        DataSha256 = plan.DataSha256,
        Relabeled = relabeled,
        Settings = SamplingRecord.Of(Settings(), plan.Template, TokenizerDigest.Of(run.Model(iteration)), plan.Config.Sampler.Variant),
    };

    private SamplingSettings Settings() => new()
    {
        MaxNewTokens = plan.Config.Sampling.MaxNewTokens,
        Samples = plan.Config.Sampling.Samples,
        Temperature = plan.Config.Sampling.Temperature,
        TopK = plan.Config.Sampling.TopK,
        TopP = plan.Config.Sampling.TopP,
        SuppressTokens = plan.Config.Sampling.SuppressTokens,
        Seed = plan.Config.Seed,
        BatchSize = plan.Config.Sampling.BatchSize,
    };

    private ShardOptions Options() => new() { Codec = plan.Config.Shards.Codec, RowsPerPart = plan.Config.Shards.RowsPerPart };

    private Action<DecodingProgress> Progress(string phase, int iteration, string unit) => p =>
        progress.Report(
            new PhaseProgress(
                phase, iteration, p.Done, p.Total, unit, string.Create(CultureInfo.InvariantCulture, $"{p.TokensPerSecond:N0} tokens/s")));

    private static double SuccessRate(IEnumerable<ShardRow> rows) => Math.Round(rows.Select(r => r.Score is >= 1 ? 1.0 : 0.0).DefaultIfEmpty().Average(), 5);

    private static string ScoreStatusName(ScoreStatus status) => ConfigNames.Of(status);
}
