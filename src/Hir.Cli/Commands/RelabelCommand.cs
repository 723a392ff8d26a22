using System.CommandLine;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Sampler.Engines;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Feedback;
using Hir.Shared.Handoff;
using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Pieces;
using Hir.Shared.Shards;

namespace Hir.Cli.Commands;

/// <summary>`hir relabel`: feedback and phi over saved shards.</summary>
internal static class RelabelCommand
{
    private static readonly Option<string> Shards = new("--shards")
    {
        Description = "a folder of shards, or a folder of such folders, such as that of a run",
        Required = true,
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "the folder of relabeled shards to write; with a folder in it for each of several",
        Required = true,
    };
    private static readonly Option<string?> Relabel = new("--relabel")
    {
        Description = $"the instruction generation function phi: {string.Join(", ", RelabelCatalog.Names)} (default: binary)",
    };
    private static readonly Option<string?> Correct = new("--correct") { Description = "the instruction that asks for what is wanted" };
    private static readonly Option<string?> Wrong = new("--wrong") { Description = "the instruction that asks for its opposite" };
    private static readonly Option<string?> Model = new("--model")
    {
        Description = "a folder with the tokenizer that sampled; relabel.pieces needs it",
    };
    private static readonly ScoringOptions Scoring =
        new("score again with this feedback function (default: keep the scores, score rows that have none)");

    public static Command Create()
    {
        var command = new Command("relabel", """
            Scores and relabels saved shards: the same samples, another phi.

            Examples:
              hir relabel --shards runs/first/shards/iteration-0000 --out relabeled
              hir relabel --shards runs/first/shards --out relabeled --relabel quantile --set relabel.quantile.top_share=0.2
              hir relabel --shards runs/first/shards --out relabeled --config runs/first/config.yaml
            """) { Shards, Out, Relabel, Correct, Wrong, Model };
        Scoring.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        string destination = parsed.GetValue(Out)!;
        AtomicFolder.RequireAbsent(destination);
        ScoringConfig config = Scoring.Read(
            parsed, (Relabel, "relabel.kind"), (Correct, "instructions.correct"), (Wrong, "instructions.wrong"));
        RelabelSequence relabeling = Relabeling(parsed, config, terminal, cancellationToken);
        await using IFeedbackPool feedback = ScoringOptions.Create(config.Feedback, [], parsed);
        bool needsTarget = FeedbackCatalog.NeedsTarget(config.Feedback);

        string source = parsed.GetValue(Shards)!;
        IReadOnlyList<string> folders = ShardFolders.Find(source);
        using AtomicFolder? whole = ShardFolders.IsComplete(source) ? null : AtomicFolder.Create(destination);
        // Samples of other tools may be texts alone; pieces are pieces of tokens.
        ForeignOutputs? foreign = config.Relabel.Pieces == PieceKind.None ? null : ForeignOutputs.Of(parsed.GetValue(Model)!);
        var total = new RelabelTotal();
        foreach (string folder in folders)
        {
            ShardFolder shards = ShardReader.ReadFolder(folder);
            if (foreign is not null) shards = foreign.Fill(shards);
            IReadOnlyList<ShardRow> scored =
                await ScoreAsync(shards.Rows, feedback, all: Scoring.WasGiven(parsed), needsTarget, cancellationToken);
            RelabeledRows relabeled = relabeling.Next(scored);
            total.Add(scored, relabeled);
            if (total.Kept == 0 && folder == folders[^1])
            {
                throw new InputException(
                    $"{source}: none of its {total.Rows} rows has a score that {config.Relabel.Kind} can use, or a target to score by, so "
                    + "nothing can be relabeled");
            }

            string written = whole is null ? destination : Path.Combine(whole.WorkingPath, Path.GetFileName(folder));
            Write(written, shards, relabeled, config.Shards);
        }

        whole?.Publish();
        string path = Path.GetFullPath(destination);
        terminal.Result(total.Described(path));
        terminal.ResultJson(total.ToJson(path));
        return ExitCode.Done;
    }

    private static RelabelSequence Relabeling(
        ParseResult parsed, ScoringConfig config, Terminal terminal, CancellationToken cancellationToken)
    {
        Instructions instructions = config.Instructions.ToInstructions();
        Relabelers.Check(config.Relabel, instructions);
        EngineOptions options = new()
        {
            Device = CommonOptions.DeviceOf(parsed), Threads = CommonOptions.ThreadsOf(parsed), Warn = terminal.Warn,
        };
        return new RelabelSequence(
            Relabelers.Create(config.Relabel, instructions, options, cancellationToken),
            PieceCutter.Of(config.Relabel, instructions, parsed.GetValue(Model)));
    }

    private static void Write(string destination, ShardFolder shards, RelabeledRows relabeled, ShardsSection layout) =>
        ShardWriter.WriteFolder(
            destination,
            relabeled.Rows,
            new ShardFolderInfo
            {
                ModelVersion = shards.Manifest.ModelVersion ?? 0,
                ModelFingerprint = shards.Manifest.ModelFingerprint ?? "",
                Seed = shards.Manifest.Seed ?? 0,
                DataSha256 = shards.Manifest.DataSha256,
                Settings = shards.Settings,
                Foreign = shards.Manifest.Foreign,
                Relabeled = true,
            },
            new ShardOptions { Codec = layout.Codec, RowsPerPart = layout.RowsPerPart });

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
