using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Cli.Running;
using Hir.Shared;
using Hir.Shared.Handoff;
using Spectre.Console;

namespace Hir.Cli.Commands;

/// <summary>`hir runs`: runs with state and result.</summary>
internal static class RunsCommand
{
    private static readonly Argument<string> Folder = new("FOLDER")
    {
        Description = "the folder of runs (default: runs)",
        DefaultValueFactory = _ => "runs",
    };

    public static Command Create()
    {
        var command = new Command("runs", """
            Lists the runs in a folder, with state and result.

            Example: hir runs
            """) { Folder };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        string folder = parsed.GetValue(Folder)!;
        if (!Directory.Exists(folder))
            throw new InputException(
                $"{folder}: no such folder; give the folder that holds runs, or start one with `hir run` or `hir demo`");
        var table = new Table().Border(TableBorder.Simple).AddColumn("run").AddColumn("state").AddColumn("started")
            .AddColumn("accuracy, iteration by iteration");
        var list = new JsonArray();
        foreach (string path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var run = new RunFolder(path);
            RunRecord? record;
            IReadOnlyList<EvaluationFile> evaluations;
            try
            {
                record = RunRecord.Read(run);
                evaluations = EvaluationFile.ReadAll(run);
            }
            catch (InputException e)
            {
                // One damaged run hides none of the others.
                terminal.Warn(e.Message);
                continue;
            }

            if (record is null) continue;
            string curve = evaluations.Count == 0
                ? ""
                : $"{RunSummary.Percent(evaluations[0].Accuracy)} {RunSummary.Sparkline(evaluations.Select(e => e.Accuracy))} "
                    + $"{RunSummary.Percent(evaluations[^1].Accuracy)}";
            table.AddRow(
                Markup.Escape(Path.GetFileName(path)),
                record.State,
                record.Created.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                curve);
            list.Add(new JsonObject
            {
                ["path"] = run.Path,
                ["state"] = record.State,
                ["created"] = record.Created,
                ["accuracy"] = new JsonArray([.. evaluations.Select(e => (JsonNode)e.Accuracy)]),
            });
        }

        if (list.Count == 0) terminal.Result($"{folder} holds no runs yet; start one with `hir run` or `hir demo`");
        else terminal.Result(table);
        terminal.ResultJson(new JsonObject { ["runs"] = list });
        return ExitCode.Done;
    }
}
