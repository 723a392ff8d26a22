using Hir.Shared.Decoding;
using Hir.Shared.Handoff;

namespace Hir.Shared.Shards;

/// <summary>Holds files of other tools against the rules of shards, one file after another, and collects all that is wrong.</summary>
internal sealed class ForeignCheck
{
    private const string Mend = "Write the file again with columns as docs/formats.md names them.";

    // A mistake of the tool stands in every row; a few show it.
    private const int ShownRows = 2;

    // Either of the first two says what a row belongs to; the others are what a row is.
    private static readonly string[] OneOf = ["task", "query_id"];
    private static readonly string[] Needed = ["query", "output"];

    private readonly Dictionary<string, (string File, long Row)> _samples = new(StringComparer.Ordinal);

    public List<string> Problems { get; } = [];

    public List<ShardFileEntry> Files { get; } = [];

    /// <summary>The columns of all files.</summary>
    public HashSet<string> Columns { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether each file says what its rows are relabeled to.</summary>
    public bool IsRelabeled { get; private set; } = true;

    public void Check(string path)
    {
        string? problem = ShardPart.Open(path, null, null, table =>
        {
            string name = Path.GetFileName(path);
            string[] columns = [.. table.ColumnNames];
            Columns.UnionWith(columns);
            IsRelabeled &= columns.Contains("relabeled_instruction");
            int before = Problems.Count;
            Problems.AddRange(ColumnProblems(table, columns).Select(p => $"{path}: {p}. {Mend}"));
            if (Problems.Count > before) return;
            (long rows, var wrong) = Rows(table, name);
            foreach (var column in wrong.GroupBy(w => w.Column, w => w.Problem, StringComparer.Ordinal))
            {
                Problems.AddRange(column.Take(ShownRows).Select(p => $"{path}: {p}. {Mend}"));
                int more = column.Count() - ShownRows;
                if (more > 0) Problems.Add($"{path}: column {column.Key} is wrong in {more} rows more");
            }

            if (wrong.Count > 0) return;
            FileDigest digest = FileDigest.Of(path, name);
            Files.Add(new ShardFileEntry(name, rows, digest.Bytes, digest.Sha256));
        });
        if (problem is not null) Problems.Add(problem);
    }

    private static List<string> ColumnProblems(ParquetTable table, string[] columns)
    {
        List<string> missing = [.. Needed.Except(columns)];
        if (!OneOf.Intersect(columns).Any()) missing.Insert(0, string.Join(" or ", OneOf));
        List<string> problems = [];
        if (missing.Count > 0) problems.Add($"it lacks {string.Join(", ", missing)}");
        foreach (ShardColumn column in ShardSchema.Relabeled.Where(c => columns.Contains(c.Name)))
        {
            long first = 0;
            for (int group = 0; group < table.GroupCount; group++)
            {
                try
                {
                    table.Read(group, column);
                }
                catch (InvalidDataException e)
                {
                    problems.Add(group == 0 ? e.Message : $"{e.Message} (counted from row {first}, where row group {group} begins)");
                    break;
                }

                first += table.RowsOf(group);
            }
        }

        return problems;
    }

    private (long Count, List<(string Column, string Problem)> Wrong) Rows(ParquetTable table, string name)
    {
        List<(string Column, string Problem)> wrong = [];
        long index = 0;
        foreach (ShardRow row in new ShardRowReader(table, name, isForeign: true, (column, problem) => wrong.Add((column, problem))).Rows())
        {
            if (!_samples.TryAdd(row.SampleId, (name, index)))
            {
                (string file, long at) = _samples[row.SampleId];
                wrong.Add((
                    "sample_id",
                    $"column sample_id is '{row.SampleId}' in row {index} and in row {at} of {file}; a sample stands in a folder once"));
            }

            if (row.FinishReason is not (FinishReason.Stop or FinishReason.Length))
            {
                wrong.Add((
                    "finish_reason",
                    $"column finish_reason is '{row.FinishReason}' in row {index}; "
                        + $"{FinishReason.Stop} and {FinishReason.Length} are allowed"));
            }

            index++;
        }

        return (index, wrong);
    }
}
