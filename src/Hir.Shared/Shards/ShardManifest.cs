using System.Text.Json;
using System.Text.Json.Serialization;
using Hir.Shared.Handoff;

namespace Hir.Shared.Shards;

/// <summary>A file of a folder of shards.</summary>
/// <param name="Name">The name within the folder.</param>
/// <param name="Rows">How many rows it holds.</param>
/// <param name="Bytes">Its length in bytes.</param>
/// <param name="Sha256">SHA-256 of its content, 64 lower-case hexadecimal digits.</param>
public sealed record ShardFileEntry(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("rows")] long Rows,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("sha256")] string Sha256);

/// <summary>manifest.json of a folder of shards: written last, so a folder that has one is complete.</summary>
public sealed record ShardManifest
{
    /// <summary>The manifest's file name.</summary>
    public const string FileName = "manifest.json";

    // A hundred thousand files.
    private const long LongestFile = 32 << 20;

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The version of the columns' meaning.</summary>
    [JsonPropertyName("schema_version")]
    public int? SchemaVersion { get; init; }

    /// <summary>The version of the model that sampled the rows; null where that is not known.</summary>
    [JsonPropertyName("model_version")]
    public int? ModelVersion { get; init; }

    /// <summary>Its fingerprint; null where that is not known.</summary>
    [JsonPropertyName("model_fingerprint")]
    public string? ModelFingerprint { get; init; }

    /// <summary>The seed that the rows were sampled under; null where that is not known.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>SHA-256 over the examples that were sampled from; null where that is not known.</summary>
    [JsonPropertyName("data_sha256")]
    public string? DataSha256 { get; init; }

    /// <summary>The rows of all files.</summary>
    [JsonPropertyName("rows")]
    public long Rows { get; init; }

    /// <summary>Whether the rows are relabeled.</summary>
    [JsonPropertyName("relabeled")]
    public bool Relabeled { get; init; }

    /// <summary>Whether another tool wrote the files: then columns may be missing.</summary>
    [JsonPropertyName("foreign")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Foreign { get; init; }

    /// <summary>The files, in the order of their rows.</summary>
    [JsonPropertyName("files")]
    public IReadOnlyList<ShardFileEntry> Files { get; init; } = [];

    /// <summary>The manifest as the bytes of its file.</summary>
    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Format), (byte)'\n'];

    /// <summary>Reads the manifest of a folder and holds it against the rules.</summary>
    /// <param name="folder">The folder of shards.</param>
    /// <exception cref="InputException">There is none, it is not one of shards, or it is of another schema version.</exception>
    public static ShardManifest Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!Directory.Exists(folder)) throw new InputException($"{folder}: there is no such folder. Name a folder of shards.");
        ShardManifest manifest;
        try
        {
            FolderLinks.RequireInside(folder);
            manifest = BoundedJson.Deserialize<ShardManifest>(BoundedJson.ReadBytes(path, LongestFile), Format);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(NoManifest(folder), e);
        }
        catch (JsonException e)
        {
            throw new InputException(
                $"{path}: it is not a manifest of shards ({e.Message.Split('|')[0].Trim()}). "
                    + "Copy the folder again from where it was written, or sample again.", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new InputException($"{path}: it cannot be read: {e.Message} Give the user that runs this the right to read it.", e);
        }

        manifest.Check(path);
        return manifest;
    }

    private static string NoManifest(string folder)
    {
        bool hasShards = Directory.EnumerateFiles(folder, "*.parquet").Any();
        return hasShards
            ? $"{folder}: it holds Parquet files but no {FileName}. If sampling was stopped while it wrote them, sample again; "
                + $"if another tool wrote them, run `hir shards adopt {folder}` first."
            : $"{folder}: there is no {FileName}, so it is not a complete folder of shards. "
                + "Name a folder that `hir sample` or `hir relabel` wrote.";
    }

    private void Check(string path)
    {
        if (SchemaVersion is null)
        {
            throw new InputException(
                $"{path}: it has no schema_version, so it is not a manifest of shards. Name a folder of shards, not of a model or a run.");
        }

        if (SchemaVersion != ShardSchema.Version)
        {
            throw new InputException(
                $"{path}: schema_version is {SchemaVersion}, and this program reads {ShardSchema.Version}. "
                + "Read it with the program that wrote it, or sample again with this one.");
        }

        List<string> problems = [];
        foreach (ShardFileEntry file in Files)
        {
            if (file is null)
            {
                problems.Add($"{path}: files holds null. Sample again, or adopt the files anew.");
                continue;
            }

            bool isPlain = file.Name.Length > 0 && !file.Name.AsSpan()
                .ContainsAny('\\', '\0') && file.Name == Path.GetFileName(file.Name) && file.Name is not ("." or "..");
            if (!isPlain) problems.Add($"{path}: '{file.Name}' is not a name within the folder. Sample again, or adopt the files anew.");
            if (file.Rows < 0 || file.Bytes < 0)
            {
                problems.Add($"{path}: '{file.Name}' has a negative count. Sample again, or adopt the files anew.");
            }
        }

        if (problems.Count > 0) throw new InputException(problems);
        foreach (IGrouping<string, ShardFileEntry> twice in Files.GroupBy(f => f.Name).Where(g => g.Count() > 1))
        {
            problems.Add($"{path}: '{twice.Key}' stands in it {twice.Count()} times. Sample again, or adopt the files anew.");
        }

        if (Files.Sum(f => (decimal)f.Rows) != Rows)
        {
            problems.Add(
                $"{path}: rows is {Rows}, but the files' rows add up to {Files.Sum(f => (decimal)f.Rows)}. Sample again, "
                    + "or adopt the files anew.");
        }

        if (problems.Count > 0) throw new InputException(problems);
    }
}
