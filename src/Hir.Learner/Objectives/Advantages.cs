using Hir.Shared.Pairs;

namespace Hir.Learner.Objectives;

/// <summary>How much better than expected an output was. Plain arithmetic in double, done once an iteration.</summary>
internal static class Advantages
{
    /// <summary>Whether the scores of a pair's group differ. Where they do not, every advantage of the group is 0.</summary>
    public static IEnumerable<TrainingPair> OfGroupsThatDiffer(IReadOnlyList<TrainingPair> pairs)
    {
        HashSet<string> differing = [.. Groups(pairs).Where(g => g.Max() > g.Min()).Select(g => g.Key)];
        return pairs.Where(p => p.Sampled is { } sampled && differing.Contains(sampled.Group));
    }

    /// <summary>A_i = r_i - mean of the group; with <paramref name="scaled"/> divided by the group's deviation (of the
    /// population).</summary>
    /// <returns>One number a pair.</returns>
    public static double[] OfGroups(IReadOnlyList<TrainingPair> pairs, bool scaled)
    {
        Dictionary<string, (double Mean, double Deviation)> groups = Groups(pairs).ToDictionary(g => g.Key, g => Moments([.. g]));
        return [.. pairs.Select(p =>
        {
            (double mean, double deviation) = groups[p.Sampled!.Group];
            double advantage = p.Sampled.Score - mean;
            return !scaled ? advantage : deviation > 0 ? advantage / deviation : 0;
        })];
    }

    /// <summary>
    /// Generalised advantages of one output whose score comes with its last token: A_t = sum_k lambda^k d_(t+k), d_t = V_(t+1) - V_t, and
    /// d_last = r - V_last. No discount.
    /// </summary>
    public static double[] Generalized(double score, IReadOnlyList<float> values, double lambda)
    {
        double[] advantages = new double[values.Count];
        double next = score;
        double sum = 0;
        for (int t = values.Count - 1; t >= 0; t--)
        {
            sum = next - values[t] + lambda * sum;
            advantages[t] = sum;
            next = values[t];
        }

        return advantages;
    }

    /// <summary>Shifts and scales all numbers together to mean 0 and deviation 1; numbers that are all equal become 0.</summary>
    public static void Whiten(IReadOnlyList<double[]> advantages)
    {
        (double mean, double deviation) = Moments([.. advantages.SelectMany(a => a)]);
        foreach (double[] output in advantages)
        {
            for (int t = 0; t < output.Length; t++) output[t] = deviation > 0 ? (output[t] - mean) / deviation : 0;
        }
    }

    private static IEnumerable<IGrouping<string, double>> Groups(IReadOnlyList<TrainingPair> pairs) =>
        pairs.Where(p => p.Sampled is not null).GroupBy(p => p.Sampled!.Group, p => p.Sampled!.Score, StringComparer.Ordinal);

    private static (double Mean, double Deviation) Moments(double[] numbers)
    {
        if (numbers.Length == 0) return (0, 0);
        // The rounded mean of equal numbers may be another number, and the deviation from it would be blown up to 1.
        if (numbers.Max() == numbers.Min()) return (numbers[0], 0);
        double mean = numbers.Average();
        return (mean, Math.Sqrt(numbers.Average(n => (n - mean) * (n - mean))));
    }
}
