using System.Text.Json.Nodes;
using Hir.Shared.Relabeling;
using Hir.Shared.Shards;

namespace Hir.Cli.Running;

/// <summary>What became of the rows of several folders.</summary>
internal sealed class RelabelTotal
{
    private readonly List<ShardRow> _unscored = [];
    private int _successes, _failures, _others, _dropped, _pieces;

    /// <summary>Rows that went in.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows that came out.</summary>
    public int Kept { get; private set; }

    public void Add(IReadOnlyList<ShardRow> scored, RelabeledRows relabeled)
    {
        RelabelSummary s = relabeled.Summary;
        Rows += s.Rows;
        Kept += relabeled.Rows.Count;
        (_successes, _failures, _others) = (_successes + s.Successes, _failures + s.Failures, _others + s.Others);
        (_dropped, _pieces) = (_dropped + s.Dropped.Values.Sum(), _pieces + s.Pieces);
        _unscored.AddRange(scored.Where(r => r.Score is null));
    }

    public string Described(string path)
    {
        string others = _others > 0 ? $", {_others} neither" : "";
        string pieces = _pieces > 0 ? $", {_pieces} pieces" : "";
        return $"{Rows} rows: {_successes} right, {_failures} wrong{others}, {_dropped} left out{pieces}: {path}"
            + $"{ScoringFailures.Described(_unscored)}";
    }

    public JsonObject ToJson(string path) => new()
    {
        ["out"] = path,
        ["rows"] = Rows,
        ["successes"] = _successes,
        ["failures"] = _failures,
        ["others"] = _others,
        ["dropped"] = _dropped,
        ["pieces"] = _pieces,
    };
}
