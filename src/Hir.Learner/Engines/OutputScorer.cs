using Hir.Learner.Batching;
using Hir.Learner.Models;
using Hir.Learner.Objectives;
using Hir.Shared.Pairs;
using static TorchSharp.torch;

namespace Hir.Learner.Engines;

/// <summary>Log-probabilities of given outputs under a model.</summary>
internal static class OutputScorer
{
    /// <summary>Scores every pair's output under its own prompt.</summary>
    /// <returns>For each pair, in order, one natural-log probability a token after its prefix, temperature 1.</returns>
    public static float[][] Score(LanguageModel model, IReadOnlyList<TrainingPair> pairs, int startId, long tokenBudget)
    {
        using IDisposable noGrad = no_grad();
        Dictionary<TrainingPair, Queue<int>> places = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < pairs.Count; i++)
        {
            if (!places.TryGetValue(pairs[i], out Queue<int>? queue)) places.Add(pairs[i], queue = new Queue<int>());
            queue.Enqueue(i);
        }

        float[][] scores = new float[pairs.Count][];
        if (pairs.Count == 0) return scores;
        foreach (MicroBatch part in MicroBatches.Split(pairs, PromptRows.Own, tokenBudget, startId))
        {
            using var scope = NewDisposeScope();
            float[] logprobs = OutputLogprobs.Of(model, part).OwnTargets.to(ScalarType.Float32).cpu().data<float>().ToArray();
            int at = 0;
            foreach (TrainingPair pair in part.Pairs)
            {
                scores[places[pair].Dequeue()] = logprobs[at..(at += pair.TrainedTokens)];
            }
        }

        return scores;
    }
}
