using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Shared;
using Hir.Shared.Shards;
using Spectre.Console;

namespace Hir.Cli.Commands;

/// <summary>`hir shards`: what a folder of shards holds, its hashes, a manifest for files of other tools.</summary>
internal static class ShardsCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "a folder of shards, or of several such folders" };

    public static Command Create()
    {
        var inspect = new Command("inspect", """
            Summarises the rows: tasks, scores, lengths.

            Example: hir shards inspect runs/first/shards
            """) { Folder };
        inspect.SetAction(Inspect);
        var verify = new Command("verify", """
            Reads every file and compares it with the manifest's hashes.

            Example: hir shards verify runs/first/shards
            """) { Folder };
        verify.SetAction(Verify);
        var adopt = new Command("adopt", """
            Checks Parquet files of another tool (at least task or query_id, query, output) and writes a manifest for them.

            Example: hir shards adopt my-parquet-files
            """) { Folder };
        adopt.SetAction(Adopt);
        return new Command("shards", """
            Looks at folders of shards.

            Examples:
              hir shards inspect runs/first/shards
              hir shards verify runs/first/shards
              hir shards adopt my-parquet-files
            """) { inspect, verify, adopt };
    }

    private static int Inspect(ParseResult parsed)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        var list = new JsonArray();
        foreach (string folder in ShardFolders.Find(parsed.GetValue(Folder)!))
        {
            ShardInspection shards = ShardInspector.Inspect(folder);
            var table = new Table().Border(TableBorder.Simple).Title(
                Markup.Escape(
                    $"{shards.Path}: {shards.Manifest.Rows} rows, {shards.Bytes} bytes, model version {shards.Manifest.ModelVersion}"));
            foreach (
                string column in (string[])["task", "rows", "queries", "scored", "failed", "timed out", "mean score", "tokens an output",
                    "cut off"]) table.AddColumn(column);
            foreach (ShardTaskSummary t in shards.Tasks)
            {
                table.AddRow(
                    Markup.Escape(t.Task),
                    Text(t.Rows),
                    Text(t.Queries),
                    Text(t.Scored),
                    Text(t.Failed),
                    Text(t.TimedOut),
                    t.MeanScore is { } mean ? Text(mean) : "",
                    Text(t.MeanOutputTokens),
                    Text(t.CutOff));
            }

            terminal.Result(table);
            list.Add(new JsonObject
            {
                ["path"] = shards.Path,
                ["rows"] = shards.Manifest.Rows,
                ["bytes"] = shards.Bytes,
                ["model_version"] = shards.Manifest.ModelVersion,
                ["model_fingerprint"] = shards.Manifest.ModelFingerprint,
                ["tasks"] = new JsonObject(
                    shards.Tasks.Select(
                        t => KeyValuePair.Create<string,
                        JsonNode?>(
                            t.Task,
                            new JsonObject { ["rows"] = t.Rows, ["queries"] = t.Queries, ["mean_score"] = t.MeanScore,
                                ["failed"] = t.Failed }))),
            });
        }

        terminal.ResultJson(new JsonObject { ["shards"] = list });
        return ExitCode.Done;
    }

    private static int Verify(ParseResult parsed)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        IReadOnlyList<string> folders = ShardFolders.Find(parsed.GetValue(Folder)!);
        string[] problems = [.. folders.SelectMany(ShardInspector.Verify)];
        if (problems.Length > 0) throw new InputException(problems);
        terminal.Result($"{folders.Count} folders, every file as its manifest says");
        terminal.ResultJson(new JsonObject { ["folders"] = folders.Count, ["problems"] = 0 });
        return ExitCode.Done;
    }

    private static int Adopt(ParseResult parsed)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        ShardAdoption adopted = ShardAdoption.Adopt(parsed.GetValue(Folder)!);
        ShardManifest manifest = adopted.Manifest;
        terminal.Result($"{manifest.Files.Count} files, {manifest.Rows} rows adopted");
        if (adopted.Absent.Count > 0) terminal.Result($"not there, so read as docs/formats.md says: {string.Join(", ", adopted.Absent)}");
        if (adopted.Unknown.Count > 0) terminal.Result($"not known, so left unread: {string.Join(", ", adopted.Unknown)}");
        terminal.ResultJson(new JsonObject
        {
            ["files"] = manifest.Files.Count,
            ["rows"] = manifest.Rows,
            ["relabeled"] = manifest.Relabeled,
            ["absent"] = JsonLists.Of(adopted.Absent),
            ["unknown"] = JsonLists.Of(adopted.Unknown),
        });
        return ExitCode.Done;
    }

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
