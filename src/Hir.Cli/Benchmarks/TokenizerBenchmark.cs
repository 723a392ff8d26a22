using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Shared.Tokenization;
using Spectre.Console;

namespace Hir.Cli.Benchmarks;

/// <summary>
/// How fast texts become ids: our tokenizer on one thread against Hugging Face's for JavaScript, on the same texts, in turn, in one run;
/// and whether the ids are the same. Both know the words of the round before.
/// </summary>
/// <param name="Bytes">Of all texts, in UTF-8.</param>
/// <param name="Tokens">Of all texts.</param>
/// <param name="Different">How many texts have other ids with the other program.</param>
/// <param name="Texts">How many texts there are.</param>
/// <param name="Ours">Seconds of each round.</param>
/// <param name="Peer">Seconds of each round.</param>
internal sealed record TokenizerBenchmark(long Bytes, long Tokens, int Different, int Texts, Spread Ours, Spread Peer) : IBenchmarkResult
{
    private const string DefaultModel = "data/base";
    private const int Characters = 2_000_000;

    public static TokenizerBenchmark Run(string? model, int rounds, Terminal terminal)
    {
        model ??= DefaultModel;
        Tokenizer tokenizer = Tokenizer.Load(model);
        IReadOnlyList<string> texts = BenchmarkText.Make(seed: 0, Characters);
        string textsFile = Path.GetTempFileName();
        try
        {
            File.WriteAllText(textsFile, JsonSerializer.Serialize(texts));
            using TokenizerPeer peer = TokenizerPeer.Start(model, textsFile);
            int[][] ids = [.. texts.Select(t => tokenizer.Encode(t))];
            int[][] peerIds = peer.Ids();
            int different = ids.Zip(peerIds).Count(pair => !pair.First.SequenceEqual(pair.Second));
            if (different > 0) terminal.Warn($"{different} of {texts.Count} texts have other ids with {TokenizerPeer.Package}");
            (Spread ours, Spread theirs) = Time(tokenizer, texts, peer, rounds, terminal);
            return new TokenizerBenchmark(
                texts.Sum(t => (long)Encoding.UTF8.GetByteCount(t)), ids.Sum(i => (long)i.Length), different, texts.Count, ours, theirs);
        }
        finally
        {
            File.Delete(textsFile);
        }
    }

    public Table ToTable()
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("what").AddColumn("min").AddColumn("median").AddColumn("max");
        table.AddRow(["ours", .. Rate(Bytes / 1e6, Ours).Cells("0.00", "MB/s")]);
        table.AddRow([TokenizerPeer.Package, .. Rate(Bytes / 1e6, Peer).Cells("0.00", "MB/s")]);
        table.AddRow(["ours", .. Rate(Tokens / 1e6, Ours).Cells("0.000", "M tokens/s")]);
        table.AddRow([TokenizerPeer.Package, .. Rate(Tokens / 1e6, Peer).Cells("0.000", "M tokens/s")]);
        table.AddRow(["times as fast", .. Peer.Over(Ours).Cells("0.0", "")]);
        string same = Different == 0 ? "the same ids" : $"OTHER IDS in {Different}";
        return table.Title(string.Create(
            CultureInfo.InvariantCulture,
            $"{Bytes / 1e6:0.0} MB, {Tokens} tokens, {Texts} texts with {same}, {Ours.Values.Count} rounds"));
    }

    public JsonObject ToJson() => new()
    {
        ["bench"] = "tokenizer",
        ["bytes"] = Bytes,
        ["tokens"] = Tokens,
        ["texts"] = Texts,
        ["texts_with_other_ids"] = Different,
        ["seconds"] = new JsonArray([.. Ours.Values.Select(v => (JsonNode)v)]),
        ["peer_seconds"] = new JsonArray([.. Peer.Values.Select(v => (JsonNode)v)]),
        ["ratio"] = Peer.Over(Ours).Median,
    };

    private static (Spread Ours, Spread Peer) Time(
        Tokenizer tokenizer, IReadOnlyList<string> texts, TokenizerPeer peer, int rounds, Terminal terminal)
    {
        List<double> ours = [];
        List<double> theirs = [];
        // Round 0 is not counted: it pays for code that is cold.
        for (int round = 0; round <= rounds; round++)
        {
            long start = terminal.Time.GetTimestamp();
            foreach (string text in texts) tokenizer.Encode(text);
            double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
            double peerSeconds = peer.Time();
            if (round == 0) continue;
            ours.Add(seconds);
            theirs.Add(peerSeconds);
            terminal.Say(string.Create(
                CultureInfo.InvariantCulture, $"round {round}: ours {seconds:0.000} s, {TokenizerPeer.Package} {peerSeconds:0.000} s"));
        }

        return (new Spread(ours), new Spread(theirs));
    }

    private static Spread Rate(double amount, Spread seconds) => new([.. seconds.Values.Select(s => amount / s)]);
}
