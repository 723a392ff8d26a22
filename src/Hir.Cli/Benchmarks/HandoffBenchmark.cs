using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Learner.Training;
using Hir.Shared.Handoff;
using Spectre.Console;

namespace Hir.Cli.Benchmarks;

/// <summary>
/// What publishing a model version costs: weights from the learner's memory into a new folder, hashed, with graphs and manifest, forced to
/// the disk; against reading the same weights file, writing it again and forcing it to the disk. Both in turn, in one run.
/// </summary>
internal sealed record HandoffBenchmark(long Bytes, Spread Publish, Spread Copy) : IBenchmarkResult
{
    private const string FlanT5Small = """
        {"architectures": ["T5ForConditionalGeneration"], "model_type": "t5", "d_model": 512, "d_kv": 64, "d_ff": 1024, "num_layers": 8, "num_decoder_layers": 8,
         "num_heads": 6, "relative_attention_num_buckets": 32, "relative_attention_max_distance": 128, "layer_norm_epsilon": 1e-6, "dropout_rate": 0.1,
         "feed_forward_proj": "gated-gelu", "tie_word_embeddings": false, "is_encoder_decoder": true, "vocab_size": 32128,
         "decoder_start_token_id": 0, "eos_token_id": 1, "pad_token_id": 0}
        """;

    /// <summary>The median of the rounds' ratios.</summary>
    public double Ratio => Publish.Over(Copy).Median;

    public static HandoffBenchmark Run(string? model, int rounds, Terminal terminal)
    {
        using BenchFolder folder = new();
        model ??= folder.RandomModel(FlanT5Small, "FLAN-T5-small", terminal);
        using LearnerSession session = LearnerSession.Open(ModelFolder.Open(model), new LearnerOptions());
        var publish = new List<double>();
        var copy = new List<double>();
        long bytes = 0;
        // Round 0 is not counted: it pays for code and caches that are cold.
        for (int round = 0; round <= rounds; round++)
        {
            string version = folder.File(string.Create(CultureInfo.InvariantCulture, $"v{round}"));
            double publishSeconds = Time(terminal, () => session.Publish(version, round));
            string weights = ModelFolder.Open(version).WeightsPath;
            bytes = new FileInfo(weights).Length;
            double copySeconds = Time(terminal, () => CopyThroughMemory(weights, folder.File("copy")));
            Directory.Delete(version, recursive: true);
            if (round == 0) continue;
            publish.Add(publishSeconds);
            copy.Add(copySeconds);
            terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round}: publish {publishSeconds:0.000} s, read + write + fsync {copySeconds:0.000} s"));
        }

        return new HandoffBenchmark(bytes, new Spread(publish), new Spread(copy));
    }

    public Table ToTable()
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("what").AddColumn("min").AddColumn("median").AddColumn("max");
        table.AddRow(["publish a version", .. Publish.Cells("0.000", "s")]);
        table.AddRow(["read + write + fsync", .. Copy.Cells("0.000", "s")]);
        table.AddRow(["ratio", .. Publish.Over(Copy).Cells("0.000", "")]);
        return table.Title(string.Create(CultureInfo.InvariantCulture, $"{Bytes / 1e6:0.0} MB of weights, {Publish.Values.Count} rounds"));
    }

    public JsonObject ToJson() => new()
    {
        ["bench"] = "handoff",
        ["bytes"] = Bytes,
        ["publish_seconds"] = new JsonArray([.. Publish.Values.Select(v => (JsonNode)v)]),
        ["copy_seconds"] = new JsonArray([.. Copy.Values.Select(v => (JsonNode)v)]),
        ["ratio"] = Ratio,
    };

    private static void CopyThroughMemory(string source, string destination)
    {
        byte[] content = File.ReadAllBytes(source);
        using var file = new FileStream(destination, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    private static double Time(Terminal terminal, Action work)
    {
        long start = terminal.Time.GetTimestamp();
        work();
        return terminal.Time.GetElapsedTime(start).TotalSeconds;
    }
}
