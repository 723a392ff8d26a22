using System.Runtime.InteropServices;
using Hir.Shared;
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

    /// <summary>Selects what an objective trains on: relabeled rows, scored ones for PPO and GRPO, targets for SFT.</summary>
    /// <param name="rows">Rows, oldest first.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="replay">Which of the rows.</param>
    /// <param name="instructions">The instructions of the run.</param>
    /// <param name="endId">The token that ends an output.</param>
    /// <exception cref="InputException">Rows lack what the objective needs.</exception>
    public ReplayPairs For(
        IReadOnlyList<ShardRow> rows, ObjectiveSection objective, ReplaySection replay, Instructions instructions, int endId) =>
        objective switch
        {
            { Kind: ObjectiveKind.Sft } => FromTargets(rows, instructions, endId, replay),
            { IsOfPolicy: true } => FromScored(rows, replay),
            _ => FromRelabeled(rows, replay, objective.WrongWeight),
        };

    /// <summary>Selects pairs from relabeled rows.</summary>
    /// <param name="rows">Relabeled rows, oldest first.</param>
    /// <param name="settings">Window, deduplication, unfinished outputs, outputs a query, weights of tasks. The window counts back from the
    /// newest iteration among the rows.</param>
    /// <param name="wrongWeight">The supervised weight of outputs that are no success; others weigh 1. The task's weight is a further
    /// factor.</param>
    /// <returns>The pairs in the rows' order, prompts encoded, outputs as they were sampled; and what became of the rows.</returns>
    public ReplayPairs FromRelabeled(IReadOnlyList<ShardRow> rows, ReplaySection settings, double wrongWeight)
    {
        int oldest = Oldest(rows, settings);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<ShardRow?> kept = [];
        int outside = 0, unweighted = 0, unlabeled = 0, empty = 0, unfinished = 0, repeated = 0;
        foreach (ShardRow row in rows)
        {
            if (row.Iteration < oldest) outside++;
            else if (WeightOf(row, settings) == 0) unweighted++;
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
                        kept[place] = null;
                        repeated++;
                    }

                    place = kept.Count;
                }

                kept.Add(row);
            }
        }

        int overCap = QueryCap.Apply(kept, settings.MaxPerQuery);
        TrainingPair[] pairs = [.. kept.OfType<ShardRow>().Select(row => Pair(row, settings, wrongWeight))];
        return new ReplayPairs(pairs, rows.Count, outside, unlabeled, empty, unfinished, repeated, pairs.Count(p => p.IsSuccess == true))
        {
            OverCap = overCap,
            Unweighted = unweighted,
        };
    }

    /// <summary>
    /// Pairs of outputs with their scores, under the prompts and with the log-probabilities that they were sampled with. How often an
    /// output
    /// was drawn is a part of what policy objectives estimate, and so is how it ended: nothing is deduplicated, and unfinished outputs
    /// stay.
    /// </summary>
    /// <param name="rows">Rows, relabeled or not; those without a score are left out.</param>
    /// <param name="settings">The window and the tasks' weights.</param>
    /// <exception cref="InputException">Scored rows have no prompt ids or no log-probabilities.</exception>
    public static ReplayPairs FromScored(IReadOnlyList<ShardRow> rows, ReplaySection settings)
    {
        int oldest = Oldest(rows, settings);
        // A piece is a part of an output that has a row of its own.
        rows = [.. rows.Where(r => r.PieceStart is null)];
        ShardRow[] inside = [.. rows.Where(r => r.Iteration >= oldest)];
        ShardRow[] weighted = [.. inside.Where(r => WeightOf(r, settings) > 0)];
        ShardRow[] withScore = [.. weighted.Where(r => r.Score is not null)];
        ShardRow[] scored = [.. withScore.Where(r => r.OutputTokenIds.Count > 0)];
        ShardRow[] lacking = [.. scored.Where(r => r.PromptTokenIds.Count == 0 || r.OutputLogprobs.Count != r.OutputTokenIds.Count)];
        if (lacking is [{ } first, ..])
        {
            throw new InputException(
                $"{lacking.Length} of {scored.Length} scored rows have no prompt_token_ids or no output_logprobs (the first: task "
                + $"{first.Task}, query {first.QueryId}). PPO and GRPO compare the model with the sampler, token by token: "
                + "take shards that `hir sample` wrote, or train with --objective hir, farl or sft.");
        }

        TrainingPair[] pairs = [.. scored.Select(r => new TrainingPair(
            r.PromptTokenIds, null, r.OutputTokenIds, WeightOf(r, settings), r.IsSuccess)
        {
            Sampled = new SampledOutput(r.OutputLogprobs, r.Score!.Value, $"{r.Task}\0{r.QueryId}\0{r.Iteration}\0{r.Instruction}"),
        })];
        return new ReplayPairs(
            pairs, rows.Count, rows.Count - inside.Length, weighted.Length - withScore.Length, withScore.Length - scored.Length, 0, 0,
            pairs.Count(p => p.IsSuccess == true))
        {
            Unweighted = inside.Length - weighted.Length,
        };
    }

    /// <summary>Supervised pairs: each query once, with its target as the output.</summary>
    /// <param name="rows">Rows, relabeled or not; those without a target are left out.</param>
    /// <param name="instructions">Prompts ask under the instruction for a right answer.</param>
    /// <param name="endId">The token that ends an output.</param>
    /// <param name="settings">The tasks' weights; null for none.</param>
    public ReplayPairs FromTargets(IReadOnlyList<ShardRow> rows, Instructions instructions, int endId, ReplaySection? settings = null)
    {
        settings ??= new ReplaySection();
        HashSet<(string Task, string Id, string Query)> seen = [];
        List<TrainingPair> pairs = [];
        int unweighted = 0, unlabeled = 0, repeated = 0;
        foreach (ShardRow row in rows)
        {
            if (WeightOf(row, settings) == 0) unweighted++;
            else if (row.Target is null) unlabeled++;
            else if (!seen.Add((row.Task, row.QueryId, row.Query))) repeated++;
            else
            {
                int[] output = [.. _tokenizer.Encode(row.Target, addSpecialTokens: false), endId];
                pairs.Add(new TrainingPair(Prompt(instructions.Correct, row.Query), null, output, WeightOf(row, settings), true));
            }
        }

        return new ReplayPairs(pairs, rows.Count, 0, unlabeled, 0, 0, repeated, pairs.Count) { Unweighted = unweighted };
    }

    private static int Oldest(IReadOnlyList<ShardRow> rows, ReplaySection settings) =>
        settings.Window > 0 && rows.Count > 0 ? rows.Max(r => r.Iteration) - settings.Window + 1 : int.MinValue;

    private static double WeightOf(ShardRow row, ReplaySection settings) => settings.TaskWeights.GetValueOrDefault(row.Task, 1);

    private TrainingPair Pair(ShardRow row, ReplaySection settings, double wrongWeight)
    {
        (int start, int end) = (row.PieceStart ?? 0, row.PieceEnd ?? row.OutputTokenIds.Count);
        bool inPrompt = row.PieceSide == PieceSide.Encoder;
        int[] read = inPrompt ? [.. row.OutputTokenIds.Take(start)] : [];
        return new TrainingPair(
            [.. Prompt(row.RelabeledInstruction!, row.Query, read)],
            row.ContrastInstruction is null ? null : Prompt(row.ContrastInstruction, row.Query, read),
            end == row.OutputTokenIds.Count && !inPrompt ? row.OutputTokenIds : [.. row.OutputTokenIds.Take(end).Skip(read.Length)],
            WeightOf(row, settings) * (row.IsSuccess == false ? wrongWeight : 1),
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
