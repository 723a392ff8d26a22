using Hir.Sampler.Engines;
using Hir.Shared;

namespace Hir.Sampler.Decoding;

/// <summary>
/// Log-probabilities of given outputs: each output is read whole, many together; outputs of one prompt share its encoding.
/// </summary>
/// <param name="engine">Runs the model; not disposed.</param>
/// <param name="time">For rates; the system's clock by default.</param>
public sealed class Scorer(ISequenceEngine engine, TimeProvider? time = null)
{
    /// <summary>Logits that one pass makes at most: 256 MiB.</summary>
    private const long MaxLogits = 64L << 20;

    /// <summary>Tokens, padding included, on either side of a pass.</summary>
    private const int MaxTokens = 8192;

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Scores each request.</summary>
    /// <param name="requests">Prompts and outputs.</param>
    /// <param name="batchSize">Outputs in one pass at most.</param>
    /// <param name="progress">Called after each pass.</param>
    /// <param name="cancellationToken">Ends the call between two passes.</param>
    /// <returns>For each request, in order, the natural-log probability of every output token under the raw model.</returns>
    /// <exception cref="InputException">A prompt is empty, or a token is beyond the model's limits.</exception>
    public IReadOnlyList<float[]> Score(
        IReadOnlyList<ScoringRequest> requests,
        int batchSize = 64,
        Action<DecodingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Check(requests, batchSize);
        long start = _time.GetTimestamp();
        float[][] scores = new float[requests.Count][];
        int done = 0;
        long tokens = 0;
        foreach (List<ScoringGroup> pass in Passes(requests, batchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[][][] results = engine.Score([.. pass.Select(g => g.ToPromptOutputs(requests))]);
            for (int g = 0; g < pass.Count; g++)
            {
                for (int s = 0; s < pass[g].Requests.Count; s++)
                {
                    scores[pass[g].Requests[s]] = results[g][s];
                    tokens += results[g][s].Length;
                    done++;
                }
            }

            progress?.Invoke(
                new DecodingProgress(done, requests.Count, tokens, tokens / Math.Max(1e-9, _time.GetElapsedTime(start).TotalSeconds)));
        }

        return scores;
    }

    private void Check(IReadOnlyList<ScoringRequest> requests, int batchSize)
    {
        if (batchSize < 1) throw new InputException($"batch_size is {batchSize}: it must be at least 1.");
        RequestCheck check = new(engine.Limits);
        for (int i = 0; i < requests.Count; i++)
        {
            check.Prompt(i, requests[i].PromptTokenIds);
            check.Output(i, requests[i].OutputTokenIds);
            check.Together(i, requests[i].PromptTokenIds.Length, requests[i].OutputTokenIds.Length, "its output has");
        }

        check.Throw();
    }

    /// <summary>Fills passes in the groups' order: groups of about one shape follow each other.</summary>
    private List<List<ScoringGroup>> Passes(IReadOnlyList<ScoringRequest> requests, int batchSize)
    {
        long maxTargets = Math.Clamp(MaxLogits / engine.Limits.VocabularySize, 1, MaxTokens);
        List<List<ScoringGroup>> passes = [];
        List<ScoringGroup> pass = [];
        foreach (ScoringGroup group in ScoringGroup.Of(requests, batchSize, maxTargets))
        {
            pass.Add(group);
            int samples = pass.Max(g => g.Requests.Count);
            long rows = (long)pass.Count * samples;
            bool fits = rows <= batchSize
                && rows * pass.Max(g => g.Target) <= maxTargets
                && (long)pass.Count * pass.Max(g => g.Source) <= MaxTokens;
            if (fits || pass.Count == 1) continue;

            pass.RemoveAt(pass.Count - 1);
            passes.Add(pass);
            pass = [group];
        }

        if (pass.Count > 0) passes.Add(pass);
        return passes;
    }
}
