using System.Globalization;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;

namespace Hir.Cli.Running;

/// <summary>
/// A run whose samples another run takes instead of sampling: the same samples and scores under another phi, objective or schedule; under
/// equal settings on the CPU they give equal models. The recorded run is only read.
/// </summary>
internal sealed class RecordedRun
{
    private readonly RunFolder _run;
    private readonly RunRecord _record;
    private ShardFolder? _last;

    private RecordedRun(RunFolder run, RunRecord record) => (_run, _record) = (run, record);

    /// <summary>The run that a configuration replays, or null.</summary>
    /// <exception cref="InputException">The folder holds no run.</exception>
    public static RecordedRun? Of(RunConfig config)
    {
        if (config.Replay.Run is not { } path) return null;
        var run = new RunFolder(path);
        return new RecordedRun(run, RunRecord.Read(run)
            ?? throw new InputException($"replay.run: {run.Path} holds no run; `hir runs` lists them"));
    }

    /// <summary>Says all that keeps a run from replaying this one.</summary>
    /// <param name="config">The configuration of the run that replays.</param>
    /// <param name="template">Its prompt template.</param>
    public IEnumerable<string> Problems(RunConfig config, string template)
    {
        int[] missing = [.. Enumerable.Range(0, config.Iterations).Where(i => !ShardFolders.IsComplete(_run.ShardsOf(i)))];
        if (missing.Length > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"replay.run: {_run.Path} has no complete shards of iteration {missing[0]}, and {config.Iterations} iterations are to be "
                    + $"replayed; set iterations to {missing[0]} or less");
        }

        if (_record.TokenizerSha256 is { } tokenizer && TokenizerDigest.Of(config.Model) is var own && own != tokenizer)
        {
            yield return $"replay.run: {_run.Path} was sampled with another tokenizer than that of {config.Model}, so its tokens mean other "
                + "texts there; replay it from a model with the same tokenizer";
        }

        string recorded = ResumeRules.Recorded(_run).Prompt.Template;
        if (recorded != template)
        {
            yield return $"replay.run: the prompts of {_run.Path} were rendered with the template \"{recorded}\", and this run's is "
                + $"\"{template}\"; set prompt.template to the recorded one";
        }
    }

    /// <summary>The samples of an iteration, as they were recorded.</summary>
    /// <exception cref="InputException">They are incomplete, damaged, or not of the recorded run's model.</exception>
    public ShardFolder Read(int iteration)
    {
        string folder = _run.ShardsOf(iteration);
        if (_last?.Path == folder) return _last;
        ShardFolder shards = ShardReader.ReadFolder(folder);
        foreach (ShardRow row in shards.Rows.Where(r => !IsOf(r.ModelVersion, r.ModelFingerprint)).Take(1))
        {
            throw new InputException(
                $"{shards.Path}: its rows come from model version {row.ModelVersion} with fingerprint {row.ModelFingerprint}, and "
                + $"{_run.Record} records {_record.FingerprintOf(row.ModelVersion) ?? "no such version"}; restore the folder, "
                + "or replay another run");
        }

        return _last = shards;
    }

    /// <summary>Whether the recorded run published this version.</summary>
    public bool IsOf(int version, string fingerprint) => _record.FingerprintOf(version) == fingerprint;

    /// <summary>What a folder of the recorded samples records: that which theirs does.</summary>
    /// <param name="iteration">The iteration.</param>
    /// <param name="relabeled">Whether the folder is of relabeled rows.</param>
    public ShardFolderInfo Info(int iteration, bool relabeled)
    {
        ShardFolder shards = Read(iteration);
        return new ShardFolderInfo
        {
            ModelVersion = shards.Manifest.ModelVersion ?? iteration,
            ModelFingerprint = shards.Manifest.ModelFingerprint ?? "",
            Seed = shards.Manifest.Seed ?? 0,
            DataSha256 = shards.Manifest.DataSha256,
            Settings = shards.Settings,
            Relabeled = relabeled,
        };
    }
}
