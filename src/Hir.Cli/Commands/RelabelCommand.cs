using System.CommandLine;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Feedback;
using Hir.Shared.Relabeling;
using Hir.Shared.Shards;

namespace Hir.Cli.Commands;

/// <summary>`hir relabel`: feedback and phi over saved shards.</summary>
internal static class RelabelCommand
{
    private static readonly Option<string> Shards = new("--shards") { Description = "a folder of shards", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "the folder of relabeled shards to write", Required = true };
    private static readonly Option<string?> Relabel = new("--relabel")
    {
        Description = "the instruction generation function phi (default: binary)",
    };
    private static readonly Option<string?> Correct = new("--correct") { Description = "the instruction that asks for what is wanted" };
    private static readonly Option<string?> Wrong = new("--wrong") { Description = "the instruction that asks for its opposite" };
    private static readonly ScoringOptions Scoring =
        new("score again with this feedback function (default: keep the scores, score rows that have none)");

    public static Command Create()
    {
        var command = new Command("relabel", """
            Scores and relabels saved shards: the same samples, another phi.

            Examples:
              hir relabel --shards runs/first/shards/iteration-0000 --out relabeled
              hir relabel --shards runs/first/shards/iteration-0000 --out relabeled --config judge.yaml
            """) { Shards, Out, Relabel, Correct, Wrong };
        Scoring.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        ScoringConfig config = Scoring.Read(parsed);
        IRelabeler relabeler = RelabelCatalog.Create(
            parsed.GetValue(Relabel) ?? config.Relabel.Kind,
            new Instructions(
                parsed.GetValue(Correct) ?? config.Instructions.Correct, parsed.GetValue(Wrong) ?? config.Instructions.Wrong));
        IFeedback feedback = ScoringOptions.Create(config.Feedback, [], parsed);
        await using IAsyncDisposable? disposed = feedback as IAsyncDisposable;
        ShardFolder shards = ShardReader.ReadFolder(parsed.GetValue(Shards)!);
        IReadOnlyList<ShardRow> scored = await ScoreAsync(
            shards.Rows, feedback, all: Scoring.WasGiven(parsed), FeedbackCatalog.NeedsTarget(config.Feedback), cancellationToken);
        RelabeledRows relabeled = RelabeledRows.From(scored, relabeler);
        if (relabeled.Rows.Count == 0)
            throw new InputException(
                $"{shards.Path}: none of its {shards.Rows.Count} rows has a score or a target to score by, so nothing can be relabeled");
        ShardFolderWritten written = ShardWriter.WriteFolder(parsed.GetValue(Out)!, relabeled.Rows, new ShardFolderInfo
        {
            ModelVersion = shards.Manifest.ModelVersion ?? 0,
            ModelFingerprint = shards.Manifest.ModelFingerprint ?? "",
            Seed = shards.Manifest.Seed ?? 0,
            DataSha256 = shards.Manifest.DataSha256,
            Settings = shards.Settings,
            Relabeled = true,
        });
        RelabelSummary s = relabeled.Summary;
        int dropped = s.Rows - relabeled.Rows.Count;
        terminal.Result($"{s.Rows} rows: {s.Successes} right, {s.Failures} wrong, {dropped} without a score left out: {written.Path}"
            + ScoringFailures.Described(scored));
        terminal.ResultJson(
            new JsonObject
            {
                ["out"] = written.Path, ["rows"] = s.Rows, ["successes"] = s.Successes, ["failures"] = s.Failures, ["dropped"] = dropped,
            });
        return ExitCode.Done;
    }

    private static async Task<IReadOnlyList<ShardRow>> ScoreAsync(
        IReadOnlyList<ShardRow> rows, IFeedback feedback, bool all, bool needsTarget, CancellationToken cancellationToken)
    {
        int[] asked =
        [
            .. Enumerable.Range(0, rows.Count)
                .Where(i => all || (rows[i].ScoreStatus == ScoreStatus.None && !(needsTarget && rows[i].Target is null))),
        ];
        ShardRow[] scored = [.. rows];
        IReadOnlyList<FeedbackResult> results = await feedback.ScoreAsync(
            [.. asked.Select(i => new FeedbackRequest(rows[i].Task, rows[i].Instruction, rows[i].Query, rows[i].Output, rows[i].Target))],
            cancellationToken);
        foreach ((int i, FeedbackResult result) in asked.Zip(results)) scored[i] = rows[i].With(result);
        return scored;
    }
}
