using System.Globalization;

namespace Hir.Shared.Handoff;

/// <summary>
/// Where everything of one run lies. The files here are all that links sampler, learner and supervisor. docs/formats.md has the formats.
/// </summary>
public sealed class RunFolder(string path)
{
    /// <summary>The run's folder.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The resolved configuration.</summary>
    public string Config => In("config.yaml");

    /// <summary>The run's record: state, data hash and the fingerprint of every version.</summary>
    public string Record => In("run.json");

    /// <summary>The learner's and the sampler's measurements, one object a line.</summary>
    public string Metrics => In("metrics.jsonl");

    /// <summary>The run that a model folder is a version of, or null.</summary>
    public static RunFolder? Of(string modelFolder)
    {
        string? models = System.IO.Path.GetDirectoryName(
            System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(modelFolder)));
        if (models is null || System.IO.Path.GetDirectoryName(models) is not { } path) return null;
        var run = new RunFolder(path);
        return run.Models == models && File.Exists(run.Record) && File.Exists(run.Config) ? run : null;
    }

    /// <summary>Held by the one process that runs here.</summary>
    public string Lock => In(".lock");

    /// <summary>The commands that a run's roles are.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["sample", "learn"];

    /// <summary>Held by the one process that works as a role here, also after its supervisor was killed.</summary>
    public string RoleLock(string role) => In(".lock-" + role);

    /// <summary>Whether the folder holds anything that a run which was killed before it had a run.json cannot have left.</summary>
    public bool HoldsOtherThings() => Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path)
        .Any(p => p != Lock && p != Models && p != Config && !Leftovers.IsOne(System.IO.Path.GetFileName(p)));

    /// <summary>The learner's checkpoints.</summary>
    public string Checkpoints => In("checkpoints");

    /// <summary>The folder of all model versions.</summary>
    public string Models => In("models");

    /// <summary>The folder of all sampled shards.</summary>
    public string Shards => In("shards");

    /// <summary>The folder of all relabeled shards.</summary>
    public string Relabeled => In("relabeled");

    /// <summary>The folder of evaluations.</summary>
    public string Evaluations => In("eval");

    /// <summary>A model version's folder.</summary>
    public string Model(int version) => System.IO.Path.Combine(Models, string.Create(CultureInfo.InvariantCulture, $"v{version:D6}"));

    /// <summary>An iteration's shards.</summary>
    public string ShardsOf(int iteration) => System.IO.Path.Combine(Shards, IterationName(iteration));

    /// <summary>An iteration's relabeled shards.</summary>
    public string RelabeledOf(int iteration) => System.IO.Path.Combine(Relabeled, IterationName(iteration));

    /// <summary>
    /// The evaluation of the model that iteration <paramref name="iteration"/> samples with; the last one is of the final model.
    /// </summary>
    public string Evaluation(int iteration) => System.IO.Path.Combine(Evaluations, IterationName(iteration) + ".json");

    /// <summary>The same model under the instruction that asks for a wrong answer.</summary>
    public string WrongEvaluation(int iteration) =>
        System.IO.Path.Combine(Evaluations, "wrong-instruction", IterationName(iteration) + ".json");

    /// <summary>The last model, asked for one of phi's levels, from 0, the top.</summary>
    public string LevelEvaluation(int level) =>
        System.IO.Path.Combine(Evaluations, "levels", string.Create(CultureInfo.InvariantCulture, $"level-{level}.json"));

    /// <summary>The logs of the n-th start of the run, from 1.</summary>
    public string Logs(int attempt) =>
        System.IO.Path.Combine(Path, "logs", string.Create(CultureInfo.InvariantCulture, $"attempt-{attempt}"));

    private static string IterationName(int iteration) => string.Create(CultureInfo.InvariantCulture, $"iteration-{iteration:D4}");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
