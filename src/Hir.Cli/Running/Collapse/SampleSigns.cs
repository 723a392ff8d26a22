using System.Text.Json.Nodes;
using Hir.Shared.Shards;

namespace Hir.Cli.Running.Collapse;

/// <summary>What an iteration's samples tell of the model, beside whether they are right. Needs nothing but the rows.</summary>
internal sealed record SampleSigns(double Entropy, double? WrongProbability, double Duplicates, double LargestOutput, double OutputTokens)
{
    public static SampleSigns Of(IReadOnlyList<ShardRow> rows)
    {
        long tokens = rows.Sum(r => (long)r.OutputTokenIds.Count);
        ShardRow[] wrong = [.. rows.Where(r => r.Score is < 1)];
        (string, string)[] queries = [.. rows.Select(r => (r.Task, r.QueryId)).Distinct()];
        int distinct = rows.Select(r => (r.Task, r.QueryId, string.Join(' ', r.OutputTokenIds))).Distinct().Count();
        int further = rows.Count - queries.Length;
        return new SampleSigns(
            tokens == 0 ? 0 : -rows.Sum(r => r.OutputLogprobs.Sum(l => (double)l)) / tokens,
            wrong.Length == 0 ? null : wrong.Average(r => Math.Exp(r.OutputLogprobs.Sum(l => (double)l))),
            further == 0 ? 0 : (double)(rows.Count - distinct) / further,
            rows.Count == 0 ? 0 : rows.GroupBy(r => r.Task).Max(t => (double)t.GroupBy(r => r.Output).Max(o => o.Count()) / t.Count()),
            rows.Count == 0 ? 0 : (double)tokens / rows.Count);
    }

    /// <summary>Adds the numbers to the samples' line of metrics.jsonl.</summary>
    public void AddTo(JsonObject line)
    {
        line["entropy"] = Math.Round(Entropy, 5);
        line["wrong_probability"] = WrongProbability is { } p ? Math.Round(p, 5) : null;
        line["duplicates"] = Math.Round(Duplicates, 5);
        line["largest_output"] = Math.Round(LargestOutput, 5);
        line["output_tokens"] = Math.Round(OutputTokens, 3);
    }
}
