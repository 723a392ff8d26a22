using System.Runtime.InteropServices;
using Hir.Shared.Decoding;

namespace Hir.Sampler.Engines;

/// <summary>
/// Reads prompts and outputs as one sequence each, and the outputs' log-probabilities. Outputs of one prompt are read one after the other behind
/// it where that is less than reading it again with each, many together.
/// </summary>
internal sealed class SequenceScorer(SequencePass pass, PassBudget budget, GraphShape shape) : IDisposable
{
    /// <summary>
    /// What one more pass costs, in tokens of a large pass: the weights are read again for few tokens. Measured with layers as in a network of 0.5
    /// billion parameters: 20 tokens take as long as 55 of many.
    /// </summary>
    private const int PassCost = 35;

    private readonly AttentionCache _cache = new(shape);
    private readonly float[] _scratch = new float[shape.VocabularySize];

    /// <summary>For each prompt and output the natural-log probability of every output token.</summary>
    public float[][][] Score(IReadOnlyList<PromptOutputs> groups)
    {
        float[][][] scores = [.. groups.Select(g => g.Outputs.Select(output => new float[output.Length]).ToArray())];
        List<PassRow> rows = [];
        List<(int[] Output, float[] Scores)> results = [];
        for (int g = 0; g < groups.Count; g++)
        {
            int[] prompt = groups[g].PromptTokenIds;
            if (IsWorthSharing(prompt.Length, groups[g].Outputs.Count))
            {
                ScoreBehind(groups[g], scores[g]);
                continue;
            }

            for (int s = 0; s < groups[g].Outputs.Count; s++)
            {
                if (scores[g][s].Length == 0) continue;
                rows.Add(Row(prompt, groups[g].Outputs[s]));
                results.Add((groups[g].Outputs[s], scores[g][s]));
            }
        }

        for (int start = 0, count; start < rows.Count; start += count)
        {
            count = budget.CountOf(rows, start);
            int first = start;
            pass.Run(_cache, CollectionsMarshal.AsSpan(rows).Slice(start, count), (row, place, logits) =>
                Note(results[first + row].Output, results[first + row].Scores, place - rows[first + row].FirstWanted, logits));
        }

        return scores;
    }

    public void Dispose() => _cache.Dispose();

    /// <summary>Whether reading a prompt once and each output in a pass of its own is less than reading the prompt with each output.</summary>
    internal static bool IsWorthSharing(int prompt, int outputs) => (long)prompt * (outputs - 1) > (long)PassCost * outputs;

    private void ScoreBehind(PromptOutputs group, float[][] scores)
    {
        int[] prompt = group.PromptTokenIds;
        int past = prompt.Length - 1;
        _cache.Reset(1, past + group.Outputs.Max(output => output.Length));
        pass.Continue(_cache, new PassRow(prompt, past, past), 0);
        for (int s = 0; s < scores.Length; s++)
        {
            if (scores[s].Length == 0) continue;
            pass.Continue(_cache, Row(prompt, group.Outputs[s]), past, (_, place, logits) => Note(group.Outputs[s], scores[s], place - past, logits));
        }
    }

    /// <summary>The last token predicts nothing that is asked for; the prompt's last one predicts the output's first.</summary>
    private static PassRow Row(int[] prompt, int[] output) =>
        new([.. prompt, .. output.AsSpan(0, output.Length - 1)], prompt.Length + output.Length - 1, prompt.Length - 1);

    private void Note(int[] output, float[] scores, int token, ReadOnlySpan<float> logits) =>
        scores[token] = TokenDistribution.Logprob(logits, output[token], _scratch);
}
