using System.Runtime.InteropServices;
using Hir.Shared.Decoding;

namespace Hir.Sampler.Engines;

/// <summary>Reads prompts and outputs as one sequence each, and the outputs' log-probabilities.</summary>
internal sealed class SequenceScorer(SequencePass pass, PassBudget budget, GraphShape shape) : IDisposable
{
    private readonly AttentionCache _cache = new(shape.Layers, shape.Heads, shape.Width);
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
            for (int s = 0; s < groups[g].Outputs.Count; s++)
            {
                int[] output = groups[g].Outputs[s];
                if (output.Length == 0) continue;
                // The last token predicts nothing that is asked for; the prompt's last one predicts the output's first.
                rows.Add(new PassRow([.. prompt, .. output.AsSpan(0, output.Length - 1)], prompt.Length + output.Length - 1, prompt.Length - 1));
                results.Add((output, scores[g][s]));
            }
        }

        for (int start = 0, count; start < rows.Count; start += count)
        {
            count = budget.CountOf(rows, start);
            int first = start;
            pass.Run(_cache, CollectionsMarshal.AsSpan(rows).Slice(start, count), (row, place, logits) =>
            {
                (int[] output, float[] result) = results[first + row];
                int token = place - rows[first + row].FirstWanted;
                result[token] = TokenDistribution.Logprob(logits, output[token], _scratch);
            });
        }

        return scores;
    }

    public void Dispose() => _cache.Dispose();
}
