using Hir.Shared.Decoding;

namespace Hir.Shared.Tests.Decoding;

/// <summary>What TokenSampler means, written plainly in double: sort everything, sum everything.</summary>
internal static class NaiveSampler
{
    /// <summary>The probability of each token under the settings; 0 for those cut off.</summary>
    public static double[] Distribution(float[] logits, SamplingSettings settings)
    {
        double max = logits.Max();
        double[] weights = [.. logits.Select(x => Math.Exp((x - max) / settings.Temperature))];
        List<int> kept = [.. Enumerable.Range(0, logits.Length).OrderByDescending(i => logits[i]).ThenBy(i => i)];
        if (settings.TopK > 0) kept = [.. kept.Take(settings.TopK)];
        if (settings.TopP < 1)
        {
            double target = settings.TopP * kept.Sum(i => weights[i]);
            int n = 0;
            for (double sum = 0; n < kept.Count && sum < target; n++) sum += weights[kept[n]];
            kept = kept[..Math.Max(1, n)];
        }

        double total = kept.Sum(i => weights[i]);
        double[] distribution = new double[logits.Length];
        foreach (int i in kept) distribution[i] = weights[i] / total;
        return distribution;
    }

    /// <summary>Running sum up to and including each token.</summary>
    public static double[] Cumulative(double[] distribution)
    {
        double sum = 0;
        return [.. distribution.Select(p => sum += p)];
    }

    /// <summary>How near the nucleus threshold comes to a sum where the cut would move, as a share of the weight.</summary>
    public static double NucleusMargin(float[] logits, SamplingSettings settings)
    {
        if (settings.TopP >= 1) return 1;
        double[] all = Distribution(logits, settings with { TopP = 1 });
        double sum = 0;
        double margin = 1;
        foreach (double p in Enumerable.Range(0, logits.Length).OrderByDescending(i => logits[i]).ThenBy(i => i).Select(i => all[i]))
        {
            sum += p;
            margin = Math.Min(margin, Math.Abs(sum - settings.TopP));
        }

        return margin;
    }

    public static double Logprob(float[] logits, int id)
    {
        double max = logits.Max();
        return logits[id] - max - Math.Log(logits.Sum(x => Math.Exp(x - max)));
    }
}
