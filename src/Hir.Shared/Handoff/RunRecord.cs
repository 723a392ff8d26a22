using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hir.Shared.Tokenization;

namespace Hir.Shared.Handoff;

/// <summary>What a run's state is. In files: running, done, failed, interrupted, stopped_on_collapse.</summary>
public enum RunState
{
    /// <summary>Started and not ended; also that of a run which was killed.</summary>
    Running,

    /// <summary>All iterations are done.</summary>
    Done,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Ended by the user.</summary>
    Interrupted,

    /// <summary>Ended before its last iteration, because it was collapsing and was told to stop then.</summary>
    StoppedOnCollapse,
}

/// <summary>run.json: durable facts of a run. Written whole, by one process at a time.</summary>
public sealed record RunRecord
{
    /// <summary>The format that this program writes.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Format = new() { RespectNullableAnnotations = true };

    /// <summary>The version of this format.</summary>
    [JsonPropertyName("format_version")]
    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>The run's name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>running, done, failed, interrupted or stopped_on_collapse.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>When the run was first started, UTC.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>How often it was started.</summary>
    [JsonPropertyName("attempts")]
    public int Attempts { get; init; }

    /// <summary>Wall-clock seconds of all its starts that ended in order.</summary>
    [JsonPropertyName("seconds")]
    public double Seconds { get; init; }

    /// <summary>SHA-256 of config.yaml.</summary>
    [JsonPropertyName("config_sha256")]
    public required string ConfigSha256 { get; init; }

    /// <summary>SHA-256 over the examples that are trained on and evaluated.</summary>
    [JsonPropertyName("data_sha256")]
    public required string DataSha256 { get; init; }

    /// <summary>SHA-256 of the tokenizer's file; null in a run that was started before it was recorded.</summary>
    [JsonPropertyName("tokenizer_sha256")]
    public string? TokenizerSha256 { get; init; }

    /// <summary>The iteration that was sampled but no longer learned from, because the run was collapsing; else null.</summary>
    [JsonPropertyName("stopped_at")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? StoppedAt { get; init; }

    /// <summary>The version with the best accuracy on held-out queries, the earliest of equal ones; null before the run has
    /// ended.</summary>
    [JsonPropertyName("best_version")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BestVersion { get; init; }

    /// <summary>The settings that the run was resumed with and that differ from before, oldest first; null where there are none.</summary>
    [JsonPropertyName("changes")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RecordedChange>? Changes { get; init; }

    /// <summary>Version to fingerprint, for every version that was ever published, also those deleted since.</summary>
    [JsonPropertyName("models")]
    public required IReadOnlyDictionary<string, string> Models { get; init; }

    /// <summary>The fingerprint of a version, or null when it is not published yet.</summary>
    public string? FingerprintOf(int version) => Models.GetValueOrDefault(version.ToString(CultureInfo.InvariantCulture));

    /// <summary>Says where a model folder of the run has another tokenizer than the run was started with.</summary>
    public IEnumerable<string> TokenizerProblems(string modelFolder)
    {
        if (TokenizerSha256 is null || TokenizerDigest.Of(modelFolder) is var hash && hash == TokenizerSha256) yield break;
        yield return $"{modelFolder}: its tokenizer has SHA-256 {hash}, and the run was started with {TokenizerSha256}; "
            + "restore the file, or start a new run in another folder";
    }

    /// <summary>The record with one version more.</summary>
    public RunRecord With(int version, string fingerprint)
    {
        string key = version.ToString(CultureInfo.InvariantCulture);
        if (Models.TryGetValue(key, out string? known) && known != fingerprint)
            throw new InvalidOperationException(
                $"Version {version} was published as {known} and is now {fingerprint}: published versions never change.");
        SortedDictionary<string, string> models = new(Models.ToDictionary(), VersionOrder.Instance) { [key] = fingerprint };
        return this with { Models = models };
    }

    /// <summary>Reads a run's record; null when the folder holds no run.</summary>
    public static RunRecord? Read(RunFolder run)
    {
        if (!File.Exists(run.Record)) return null;
        try
        {
            RunRecord record = BoundedJson.Deserialize<RunRecord>(BoundedJson.ReadBytes(run.Record, BoundedJson.LongestRecord), Format);
            if (record.FormatVersion != CurrentFormat)
                throw new InputException(
                    $"{run.Record}: format_version {record.FormatVersion}; this program reads {CurrentFormat}: "
                    + "use the program that wrote the run");
            foreach (string version in record.Models.Keys)
            {
                if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                {
                    throw new JsonException($"'{version}' is no version");
                }
            }

            return record;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{run.Record}: it cannot be read ({e.Message})", e);
        }
        catch (JsonException e)
        {
            throw new InputException(
                $"{run.Record}: not a run's record ({e.Message}); restore it, or start a new run in another folder", e);
        }
    }

    /// <summary>Writes it whole or not at all.</summary>
    public void Write(RunFolder run) => AtomicFile.Write(run.Record, JsonSerializer.Serialize(this, Json.Indented) + "\n");

    private sealed class VersionOrder : IComparer<string>
    {
        public static VersionOrder Instance { get; } = new();

        public int Compare(string? x, string? y) =>
            int.Parse(x!, CultureInfo.InvariantCulture).CompareTo(int.Parse(y!, CultureInfo.InvariantCulture));
    }
}
