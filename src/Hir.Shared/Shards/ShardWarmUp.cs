using Hir.Shared.Feedback;

namespace Hir.Shared.Shards;

/// <summary>
/// Has the code that writes and reads shards compiled beside a role's first work, so that no iteration waits for it: of a short run's time on
/// shards, half was the runtime compiling.
/// </summary>
public static class ShardWarmUp
{
    /// <summary>Writes and reads a few rows in a temporary folder, on another thread. That it fails, on a full disk say, harms nothing.</summary>
    public static Task InBackground(ShardOptions options) => Task.Run(() =>
    {
        string? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("hir-warm-").FullName;
            string shards = Path.Combine(folder, "shards");
            ShardRow[] rows = [.. Enumerable.Range(0, 32).Select(Row)];
            ShardWriter.WriteFolder(shards, rows, new ShardFolderInfo { ModelVersion = 0, ModelFingerprint = "", Seed = 0, Relabeled = true }, options);
            ShardReader.ReadFolder(shards);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InputException)
        {
            // The first iteration pays for the compilation then.
        }
        finally
        {
            if (folder is not null && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    });

    private static ShardRow Row(int i) => new()
    {
        SampleId = $"{i}",
        Iteration = 0,
        Task = "task",
        QueryId = $"{i}",
        SampleIndex = 0,
        Instruction = "instruction",
        Query = "query",
        Output = "output",
        PromptTokenIds = [i, 2, 3],
        OutputTokenIds = [i, 1],
        OutputLogprobs = [-1, -2],
        FinishReason = "stop",
        ModelVersion = 0,
        ModelFingerprint = "",
        Seed = 0,
        Temperature = 1,
        TopP = 1,
        TopK = 0,
        Score = 1,
        ScoreStatus = ScoreStatus.Ok,
        RelabeledInstruction = "instruction",
        IsSuccess = true,
    };
}
