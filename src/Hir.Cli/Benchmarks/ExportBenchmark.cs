using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Shared.Handoff;
using Spectre.Console;

namespace Hir.Cli.Benchmarks;

/// <summary>
/// What making a model folder of a checkpoint costs, against copying its weights file and forcing it to the disk; both in turn. The export
/// runs in a process of its own, whose peak memory is its own: it counts the pages of the mapped source too.
/// </summary>
internal sealed record ExportBenchmark(long Bytes, Spread Export, Spread Copy, Spread Peak) : IBenchmarkResult
{
    // The shape of Qwen2.5-0.5B.
    private const string Qwen = """
        {"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "hidden_size": 896, "intermediate_size": 4864, "num_hidden_layers": 24,
         "num_attention_heads": 14, "num_key_value_heads": 2, "max_position_embeddings": 32768, "rope_theta": 1000000.0, "rms_norm_eps": 1e-06,
         "tie_word_embeddings": true, "vocab_size": 151936, "hidden_act": "silu", "bos_token_id": 151643, "eos_token_id": 151645,
         "torch_dtype": "float32"}
        """;

    public static ExportBenchmark Run(string? model, int rounds, Terminal terminal)
    {
        using BenchFolder folder = new();
        model ??= folder.RandomModel(Qwen, "Qwen2.5-0.5B", terminal);
        string weights = ModelFolder.Open(model).WeightsPath;
        List<double> export = [], copy = [], peak = [];
        // Round 0 is not counted: it pays for code and caches that are cold.
        for (int round = 0; round <= rounds; round++)
        {
            string exported = folder.File("exported");
            JsonNode result = ExportOnce(model, exported);
            Directory.Delete(exported, recursive: true);
            double copySeconds = CopyOnce(terminal, weights, folder.File("copy"));
            if (round == 0) continue;
            export.Add((double)result["write_seconds"]!);
            peak.Add((double)result["peak_bytes"]!);
            copy.Add(copySeconds);
            terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round}: export {export[^1]:0.00} s, copy + fsync {copySeconds:0.00} s, peak {peak[^1] / 1e6:0} MB"));
        }

        return new ExportBenchmark(new FileInfo(weights).Length, new Spread(export), new Spread(copy), new Spread(peak));
    }

    public Table ToTable()
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("what").AddColumn("min").AddColumn("median").AddColumn("max");
        Spread megabytes = new([.. Peak.Values.Select(bytes => bytes / 1e6)]);
        table.AddRow(["export", .. Export.Cells("0.00", "s")]);
        table.AddRow(["copy + fsync", .. Copy.Cells("0.00", "s")]);
        table.AddRow(["ratio of times", .. Export.Over(Copy).Cells("0.00", "")]);
        table.AddRow(["peak memory", .. megabytes.Cells("0", "MB")]);
        table.AddRow(["peak memory / file", .. PeakShare.Cells("0.00", "")]);
        return table.Title(string.Create(CultureInfo.InvariantCulture, $"{Bytes / 1e6:0.0} MB of weights, {Export.Values.Count} rounds"));
    }

    public JsonObject ToJson() => new()
    {
        ["bench"] = "export",
        ["bytes"] = Bytes,
        ["export_seconds"] = new JsonArray([.. Export.Values.Select(v => (JsonNode)v)]),
        ["copy_seconds"] = new JsonArray([.. Copy.Values.Select(v => (JsonNode)v)]),
        ["peak_bytes"] = new JsonArray([.. Peak.Values.Select(v => (JsonNode)v)]),
        ["ratio"] = Export.Over(Copy).Median,
        ["peak_ratio"] = PeakShare.Median,
    };

    private Spread PeakShare => new([.. Peak.Values.Select(bytes => bytes / Bytes)]);

    private static JsonNode ExportOnce(string model, string destination)
    {
        using Process process = Process.Start(
            SelfProcess.StartInfo(["export", "--model", model, "--out", destination, "--no-verify", "--json", "--quiet"]))!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != ExitCode.Done) throw new InvalidOperationException($"hir export failed: {error.Result.Trim()}");
        return JsonNode.Parse(output)!;
    }

    private static double CopyOnce(Terminal terminal, string source, string destination)
    {
        long start = terminal.Time.GetTimestamp();
        using (FileStream from = new(source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan))
        using (FileStream to = new(destination, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            from.CopyTo(to, 1 << 20);
            to.Flush(flushToDisk: true);
        }

        double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
        File.Delete(destination);
        return seconds;
    }
}
