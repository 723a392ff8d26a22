using System.Runtime.InteropServices;
using Hir.Shared.Configuration;
using Hir.Shared.Decoding;
using Hir.Shared.Pairs;
using Hir.Shared.Prompts;
using Hir.Shared.Relabeling;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;

namespace Hir.Learner.Batching;

/// <summary>
/// From relabeled rows to training pairs: the replay set of one iteration. What the learner learns of the right answers comes through the
/// relabeled instruction alone; only <see cref="FromTargets"/>, for SFT, reads the targets.
/// </summary>
public sealed class ReplaySelection
{
    private readonly Tokenizer _tokenizer;
    private readonly PromptTemplate _template;
    private readonly Dictionary<(string Instruction, string Query), int[]> _prompts = [];

    /// <summary>Creates a selection; prompts that were encoded once are kept for later iterations.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="template">The template that sampling used.</param>
    public ReplaySelection(Tokenizer tokenizer, PromptTemplate template) => (_tokenizer, _template) = (tokenizer, template);

    /// <summary>Selects pairs from relabeled rows.</summary>
    /// <param name="rows">Relabeled rows, oldest first.</param>
    /// <param name="settings">Window, deduplication, unfinished outputs. The window counts back from the newest iteration among the
    /// rows.</param>
    /// <param name="wrongWeight">The supervised weight of outputs that are no success; others weigh 1.</param>
    /// <returns>The pairs in the rows' order, prompts encoded, outputs as they were sampled; and what became of the rows.</returns>
    public ReplayPairs FromRelabeled(IReadOnlyList<ShardRow> rows, ReplaySection settings, double wrongWeight)
    {
        int oldest = settings.Window > 0 && rows.Count > 0 ? rows.Max(r => r.Iteration) - settings.Window + 1 : int.MinValue;
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<TrainingPair?> pairs = [];
        int outside = 0, unlabeled = 0, empty = 0, unfinished = 0, repeated = 0;
        foreach (ShardRow row in rows)
        {
            if (row.Iteration < oldest) outside++;
            else if (row.RelabeledInstruction is null) unlabeled++;
            else if (row.OutputTokenIds.Count == 0) empty++;
            else if (settings.DropUnfinished && row.IsSuccess != true && row.FinishReason != FinishReason.Stop) unfinished++;
            else
            {
                if (settings.Deduplicate)
                {
                    // The newest row stays: what its instruction says may depend on the samples that it was ranked among.
                    ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, Key(row), out bool known);
                    if (known)
                    {
                        pairs[place] = null;
                        repeated++;
                    }

                    place = pairs.Count;
                }

                pairs.Add(Pair(row, wrongWeight));
            }
        }

        TrainingPair[] kept = [.. pairs.OfType<TrainingPair>()];
        return new ReplayPairs(kept, rows.Count, outside, unlabeled, empty, unfinished, repeated, kept.Count(p => p.IsSuccess == true));
    }

    /// <summary>Supervised pairs: each query once, with its target as the output.</summary>
    /// <param name="rows">Rows, relabeled or not; those without a target are left out.</param>
    /// <param name="instructions">Prompts ask under the instruction for a right answer.</param>
    /// <param name="endId">The token that ends an output.</param>
    public ReplayPairs FromTargets(IReadOnlyList<ShardRow> rows, Instructions instructions, int endId)
    {
        HashSet<(string Task, string Id, string Query)> seen = [];
        List<TrainingPair> pairs = [];
        int unlabeled = 0, repeated = 0;
        foreach (ShardRow row in rows)
        {
            if (row.Target is null) unlabeled++;
            else if (!seen.Add((row.Task, row.QueryId, row.Query))) repeated++;
            else
            {
                int[] output = [.. _tokenizer.Encode(row.Target, addSpecialTokens: false), endId];
                pairs.Add(new TrainingPair(Prompt(instructions.Correct, row.Query), null, output, 1, true));
            }
        }

        return new ReplayPairs(pairs, rows.Count, 0, unlabeled, 0, 0, repeated, pairs.Count);
    }

    private TrainingPair Pair(ShardRow row, double wrongWeight)
    {
        (int start, int end) = (row.PieceStart ?? 0, row.PieceEnd ?? row.OutputTokenIds.Count);
        bool inPrompt = row.PieceSide == PieceSide.Encoder;
        int[] read = inPrompt ? [.. row.OutputTokenIds.Take(start)] : [];
        return new TrainingPair(
            [.. Prompt(row.RelabeledInstruction!, row.Query, read)],
            row.ContrastInstruction is null ? null : Prompt(row.ContrastInstruction, row.Query, read),
            end == row.OutputTokenIds.Count && !inPrompt ? row.OutputTokenIds : [.. row.OutputTokenIds.Take(end).Skip(read.Length)],
            row.IsSuccess == false ? wrongWeight : 1,
            row.IsSuccess) { PrefixLength = inPrompt ? 0 : start };
    }

    // Pieces of two outputs that begin alike are one pair.
    private static string Key(ShardRow row)
    {
        string piece = row.PieceStart is { } start ? $"{row.PieceSide} {start}" : "";
        return $"{row.Task}\0{row.QueryId}\0{row.Query}\0{piece}\0{string.Join(',', row.OutputTokenIds.Take(row.PieceEnd ?? int.MaxValue))}";
    }

    /// <summary>A prompt that goes on with tokens of the output: they stand before its end token, where it has one.</summary>
    private int[] Prompt(string instruction, string query, int[] output)
    {
        int[] prompt = Prompt(instruction, query);
        if (output.Length == 0) return prompt;
        int end = prompt.Length - _tokenizer.TokensAfterText;
        return [.. prompt[..end], .. output, .. prompt[end..]];
    }

    private int[] Prompt(string instruction, string query)
    {
        ref int[]? ids = ref CollectionsMarshal.GetValueRefOrAddDefault(_prompts, (instruction, query), out _);
        return ids ??= _tokenizer.Encode(_template.Render(instruction, query));
    }
}
