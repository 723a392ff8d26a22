using Hir.Cli.Display;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Prompts;
using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Pieces;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;

namespace Hir.Cli.Running;

/// <summary>
/// The rows that `hir learn --shards` trains on: those of several folders, in the order in which these were given, relabeled where they are
/// not yet, filtered.
/// </summary>
internal sealed class TrainingRows(LearnConfig config, Instructions instructions, ModelFolder model, Tokenizer tokenizer, Terminal terminal)
{
    /// <summary>Reads folders of shards, or folders of such folders.</summary>
    /// <param name="paths">The folders; one that is named twice is read once.</param>
    /// <param name="where">The filter's text, or null.</param>
    /// <param name="onFolder">Hears of each folder that was read.</param>
    /// <exception cref="InputException">A folder is not sound, the filter is none, or nothing is left.</exception>
    public IReadOnlyList<ShardRow> Read(IReadOnlyList<string> paths, string? where, Action<ShardFolder> onFolder)
    {
        RowFilter? filter = where is null ? null : RowFilter.Parse(where);
        ForeignOutputs foreign = new(tokenizer, OutputEnd.IdIn(model.Path, tokenizer));
        RelabelSequence? relabeling = null;
        List<ShardRow> rows = [];
        Dictionary<(string Fingerprint, string Sample), string> samples = [];
        foreach (string folder in paths.SelectMany(ShardFolders.Find).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal))
        {
            ShardFolder shards = foreign.Fill(ShardReader.ReadFolder(folder));
            onFolder(shards);
            if (config.Objective.IsOfPolicy) RequireNew(shards, samples);
            if (!shards.Manifest.Relabeled && !config.Objective.IsOfPolicy)
            {
                relabeling ??= new RelabelSequence(
                    RelabelCatalog.Create(config.Relabel, instructions), PieceCutter.Of(config.Relabel, instructions, model.Path));
                rows.AddRange(relabeling.Next(shards.Rows).Rows);
                continue;
            }

            rows.AddRange(shards.Rows);
        }

        foreach (var group in rows.GroupBy(r => r.ModelFingerprint))
        {
            terminal.Say(group.Key.Length == 0
                ? $"{group.Count()} rows of a model that is not known"
                : $"{group.Count()} rows sampled by the model with fingerprint {group.Key}");
        }

        IReadOnlyList<ShardRow> kept = filter is null ? rows : [.. rows.Where(filter.Passes)];
        if (kept.Count > 0) return kept;
        throw new InputException(
            filter is null
                ? $"{string.Join(", ", paths)}: no row to train on; sample first"
                : $"--where: none of {rows.Count} rows passes; loosen the filter");
    }

    // Objectives that count how often an output was drawn do not leave out what stands in two folders, as the others do.
    private static void RequireNew(ShardFolder shards, Dictionary<(string Fingerprint, string Sample), string> samples)
    {
        foreach (ShardRow row in shards.Rows.Where(r => r.ModelFingerprint.Length > 0 && r.PieceStart is null))
        {
            if (samples.TryAdd((row.ModelFingerprint, row.SampleId), shards.Path)) continue;
            string other = samples[(row.ModelFingerprint, row.SampleId)];
            if (other == shards.Path) continue;
            throw new InputException(
                $"--shards: {shards.Path} and {other} hold the same sample '{row.SampleId}', which PPO and GRPO would count twice; "
                + "give one of the two");
        }
    }
}
