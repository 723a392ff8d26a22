using System.Text.Json.Nodes;
using Hir.Sampler.Engines;
using Hir.Sampler.Evaluation;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Feedback;
using Hir.Shared.Handoff;
using Hir.Shared.JsonLines;
using Hir.Shared.Tokenization;

namespace Hir.Cli.Running;

/// <summary>What a run's last model answers when it is asked for one of phi's levels: greedily, on the run's held-out queries.</summary>
/// <param name="Instruction">What was asked.</param>
/// <param name="MeanScore">The mean of the answers' scores; one without a score counts as 0.</param>
/// <param name="Accuracy">The share of right answers, the mean over the tasks.</param>
internal sealed record LevelScore(string Instruction, double MeanScore, double Accuracy)
{
    /// <summary>Asks for every level, the top first. What was asked before is read from the run's folder.</summary>
    /// <param name="run">A run that is done.</param>
    /// <param name="time">For rates.</param>
    /// <param name="cancellationToken">Ends the call early; levels that are done stay.</param>
    public static async Task<IReadOnlyList<LevelScore>> AllOfAsync(RunFolder run, TimeProvider time, CancellationToken cancellationToken)
    {
        RunPlan plan = RunPlan.Load(ConfigBinder.Bind<RunConfig>(ConfigSource.Load(run.Config)));
        string[] instructions = [plan.Asks.Wanted, .. plan.Asks.Lower];
        if (!Enumerable.Range(0, instructions.Length).All(level => File.Exists(run.LevelEvaluation(level))))
        {
            await EvaluateAsync(run, plan, instructions, time, cancellationToken);
        }

        return [.. instructions.Select((instruction, level) => new LevelScore(
            instruction, MeanOf(run.LevelEvaluation(level)), EvaluationFile.Read(run.LevelEvaluation(level)).Accuracy))];
    }

    /// <summary>As results have it.</summary>
    public JsonObject ToJson() => new() { ["instruction"] = Instruction, ["mean_score"] = MeanScore, ["accuracy"] = Accuracy };

    private static async Task EvaluateAsync(
        RunFolder run, RunPlan plan, string[] instructions, TimeProvider time, CancellationToken cancellationToken)
    {
        int version = EvaluationFile.ReadAll(run).Count - 1;
        ModelFolder model = ModelFolder.Open(run.Model(version));
        await using IFeedbackPool feedback = plan.Feedback();
        using ISequenceEngine engine = OrtEngine.Open(
            model, new EngineOptions { Device = plan.Config.Device, Threads = plan.Threads, Variant = plan.Config.Sampler.Variant });
        var evaluator = new Evaluator(engine, Tokenizer.Load(model.Path), feedback, time);
        for (int level = 0; level < instructions.Length; level++)
        {
            if (File.Exists(run.LevelEvaluation(level))) continue;
            EvaluationResult result = await evaluator.EvaluateAsync(
                plan.Evaluation,
                new EvaluationPlan
                {
                    Instruction = instructions[level],
                    ModelFingerprint = model.Fingerprint,
                    ModelVersion = version,
                    Variant = plan.Config.Sampler.Variant,
                    MaxNewTokens = plan.Config.Sampling.MaxNewTokens,
                    BatchSize = plan.Config.Evaluation.BatchSize,
                    Template = plan.Template,
                    TokenizerSha256 = TokenizerDigest.Of(model.Path),
                },
                progress: null,
                cancellationToken);
            result.Save(run.LevelEvaluation(level));
        }
    }

    private static double MeanOf(string evaluation) => BoundedLines.Read(EvaluationResult.PredictionsPath(evaluation))
        .Average(line => (double?)BoundedJson.ParseNode(System.Text.Encoding.UTF8.GetBytes(line))!["score"] ?? 0);
}
