using System.Globalization;
using Hir.Shared.Decoding;
using Hir.Shared.Feedback;

namespace Hir.Shared.Shards;

/// <summary>Makes rows of the columns of a file. What a foreign file lacks gets a neutral value.</summary>
/// <param name="table">The file.</param>
/// <param name="name">Its name, which stands in for missing sample ids.</param>
/// <param name="isForeign">Whether another tool wrote it.</param>
/// <param name="report">Hears what is wrong with a row, by the column and in a sentence, and reading goes on; where it is null, the first
/// such row ends it.</param>
internal sealed class ShardRowReader(ParquetTable table, string name, bool isForeign, Action<string, string>? report = null)
{
    /// <summary>Stands in for the version of a model that is not known.</summary>
    public const int UnknownModelVersion = -1;

    private static readonly Dictionary<string, ShardColumn> Columns = ShardSchema.Relabeled.ToDictionary(c => c.Name);

    /// <summary>The columns that a file lacks, without those that were added later.</summary>
    public static IEnumerable<string> Missing(ParquetTable table, bool isRelabeled) =>
        (isRelabeled ? ShardSchema.Relabeled : ShardSchema.Plain).Where(c => !c.IsLater).Select(c => c.Name).Except(table.ColumnNames);

    /// <summary>Every row of the file, in order.</summary>
    /// <exception cref="InvalidDataException">A column or a value is not what it must be.</exception>
    public IEnumerable<ShardRow> Rows()
    {
        long first = 0;
        for (int group = 0; group < table.GroupCount; group++)
        {
            int count = table.RowsOf(group);
            foreach (ShardRow row in Group(group, count, first)) yield return row;
            first += count;
        }
    }

    private ShardRow[] Group(int group, int count, long first)
    {
        T[] Get<T>(string column, Func<int, T> otherwise)
        {
            Array? values = table.Read(group, Columns[column]);
            if (values is string?[] texts) ShareRepeated(texts);
            if (values is not null) return (T[])values;
            T[] neutral = new T[count];
            for (int i = 0; i < count; i++) neutral[i] = otherwise(i);
            return neutral;
        }

        string RowName(int i) => string.Create(CultureInfo.InvariantCulture, $"{name}:{first + i}");

        string[] sampleId = Get("sample_id", RowName);
        int[] iteration = Get("iteration", _ => 0);
        string[] task = Get("task", _ => "unknown");
        string[] queryId = Get("query_id", RowName);
        int[] sampleIndex = Get("sample_index", _ => 0);
        string[] instruction = Get("instruction", _ => "");
        string[] query = Get("query", _ => "");
        string[] output = Get("output", _ => "");
        string?[] target = Get<string?>("target", _ => null);
        IReadOnlyList<int>[] prompt = Get<IReadOnlyList<int>>("prompt_token_ids", _ => []);
        IReadOnlyList<int>[] tokens = Get<IReadOnlyList<int>>("output_token_ids", _ => []);
        IReadOnlyList<float>[] logprobs = Get<IReadOnlyList<float>>("output_logprobs", _ => []);
        string[] finish = Get("finish_reason", _ => FinishReason.Stop);
        int[] version = Get("model_version", _ => UnknownModelVersion);
        string[] fingerprint = Get("model_fingerprint", _ => "");
        long[] seed = Get("seed", _ => 0L);
        double[] temperature = Get("temperature", _ => 1.0);
        double[] topP = Get("top_p", _ => 1.0);
        int[] topK = Get("top_k", _ => 0);
        double?[] score = Get<double?>("score", _ => null);
        string[] status = Get("score_status", i => ShardSchema.NameOf(score[i] is null ? ScoreStatus.None : ScoreStatus.Ok));
        string?[] parts = Get<string?>("score_parts", _ => null);
        string?[] feedback = Get<string?>("feedback", _ => null);
        int?[] firstError = Get<int?>("first_error", _ => null);
        string?[] relabeled = Get<string?>("relabeled_instruction", _ => null);
        string?[] contrast = Get<string?>("contrast_instruction", _ => null);
        bool?[] success = Get<bool?>("is_success", _ => null);
        int?[] pieceStart = Get<int?>("piece_start", _ => null);
        int?[] pieceEnd = Get<int?>("piece_end", _ => null);
        string?[] pieceSide = Get<string?>("piece_side", _ => null);

        ShardRow[] rows = new ShardRow[count];
        for (int i = 0; i < count; i++)
        {
            rows[i] = Checked(new ShardRow
            {
                SampleId = sampleId[i],
                Iteration = iteration[i],
                Task = task[i],
                QueryId = queryId[i],
                SampleIndex = sampleIndex[i],
                Instruction = instruction[i],
                Query = query[i],
                Output = output[i],
                Target = target[i],
                PromptTokenIds = prompt[i],
                OutputTokenIds = tokens[i],
                OutputLogprobs = logprobs[i],
                FinishReason = finish[i],
                ModelVersion = version[i],
                ModelFingerprint = fingerprint[i],
                Seed = seed[i],
                Temperature = temperature[i],
                TopP = topP[i],
                TopK = topK[i],
                Score = score[i],
                ScoreStatus = ShardSchema.StatusOf(status[i]) ?? Unknown(status[i], score[i], first + i),
                ScoreParts = parts[i],
                Feedback = feedback[i],
                FirstError = firstError[i],
                RelabeledInstruction = relabeled[i],
                ContrastInstruction = contrast[i],
                IsSuccess = success[i],
                PieceStart = pieceStart[i],
                PieceEnd = pieceEnd[i],
                PieceSide = ShardSchema.SideOf(pieceSide[i]),
            }, first + i);
        }

        return rows;
    }

    // Neighbours are samples of one query under one instruction: they need each text once.
    private static void ShareRepeated(string?[] texts)
    {
        for (int i = 1; i < texts.Length; i++)
        {
            if (texts[i] == texts[i - 1]) texts[i] = texts[i - 1];
        }
    }

    private ScoreStatus Unknown(string status, double? score, long index)
    {
        Report("score_status", $"column score_status is '{status}' in row {index}; none, ok, failed and timeout are allowed");
        return score is null ? ScoreStatus.None : ScoreStatus.Ok;
    }

    private ShardRow Checked(ShardRow row, long index)
    {
        if (row.ScoreStatus == ScoreStatus.Ok != row.Score.HasValue || row.Score is { } score && !double.IsFinite(score))
        {
            Report("score", $"score is {row.Score?.ToString(CultureInfo.InvariantCulture) ?? "null"} with status "
                + $"{ShardSchema.NameOf(row.ScoreStatus)} in row {index}; a score is a finite number exactly when the status is ok");
        }

        // A foreign file may have tokens without their log-probabilities.
        if (row.OutputLogprobs.Count != row.OutputTokenIds.Count && !(isForeign && row.OutputLogprobs.Count == 0))
        {
            Report("output_logprobs", $"row {index} has {row.OutputTokenIds.Count} output_token_ids and {row.OutputLogprobs.Count} output_logprobs");
        }

        if (ShardSchema.ProblemOf(row) is { } problem) Report(row.FirstError < 0 ? "first_error" : "piece_start", $"{problem}, in row {index}");
        return row;
    }

    private void Report(string column, string problem)
    {
        if (report is null) throw new InvalidDataException(problem);
        report(column, problem);
    }
}
