using System.Text;
using System.Text.Json;
using Hir.Shared;
using Hir.Shared.JsonLines;

namespace Hir.Sampler.Evaluation;

/// <summary>Two evaluations of the same queries, query by query.</summary>
/// <param name="BothRight">Queries that both answered rightly.</param>
/// <param name="BothWrong">Queries that neither did.</param>
/// <param name="Lost">Queries that only the first answered rightly.</param>
/// <param name="Gained">Queries that only the second did.</param>
/// <param name="PValue">McNemar's exact test, two-sided: how likely so uneven a split of the flips is when neither model is better.</param>
/// <param name="Flipped">The queries whose answer flipped: first and second prediction.</param>
public sealed record PairedComparison(
    int BothRight, int BothWrong, int Lost, int Gained, double PValue, IReadOnlyList<(Prediction First, Prediction Second)> Flipped)
{
    private static readonly JsonSerializerOptions Format =
        new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Compares the predictions that lie beside two results' files.</summary>
    /// <param name="first">The file that `hir eval --out` wrote for the first model.</param>
    /// <param name="second">That of the second model, on the same tasks.</param>
    /// <exception cref="InputException">Predictions are missing, or not of the same queries.</exception>
    public static PairedComparison OfFiles(string first, string second)
    {
        IReadOnlyList<Prediction> a = Read(first);
        Dictionary<(string, string), Prediction> b = Read(second).ToDictionary(p => (p.Task, p.QueryId));
        (Prediction First, Prediction Second)[] pairs =
            [.. a.Where(p => b.ContainsKey((p.Task, p.QueryId))).Select(p => (p, b[(p.Task, p.QueryId)]))];
        if (pairs.Length == 0 || pairs.Length != a.Count || pairs.Length != b.Count)
        {
            throw new InputException(
                $"{first} and {second}: {pairs.Length} queries are in both, of {a.Count} and {b.Count}; "
                + "compare evaluations of the same tasks");
        }

        int Count(bool firstRight, bool secondRight) => pairs.Count(p => p.First.Correct == firstRight && p.Second.Correct == secondRight);
        int lost = Count(true, false);
        int gained = Count(false, true);
        return new PairedComparison(
            Count(true, true), Count(false, false), lost, gained, McNemar(lost, gained),
            [.. pairs.Where(p => p.First.Correct != p.Second.Correct)]);
    }

    /// <summary>The exact two-sided test: twice the binomial tail of the rarer flip at even odds, at most 1.</summary>
    public static double McNemar(int lost, int gained)
    {
        int flips = lost + gained;
        // In logarithms, since 2^-n underflows for many flips.
        double log = -flips * Math.Log(2);
        double tail = 0;
        for (int k = 0; k <= Math.Min(lost, gained); k++)
        {
            tail += Math.Exp(log);
            log += Math.Log(flips - k) - Math.Log(k + 1);
        }

        return Math.Min(1, 2 * tail);
    }

    private static Prediction[] Read(string result)
    {
        string path = EvaluationResult.PredictionsPath(result);
        try
        {
            Prediction[] predictions =
                [.. BoundedLines.Read(path).Select(l => BoundedJson.Deserialize<Prediction>(Encoding.UTF8.GetBytes(l), Format))];
            if (predictions.DistinctBy(p => (p.Task, p.QueryId)).Count() < predictions.Length)
            {
                throw new JsonException("a query occurs twice");
            }

            return predictions;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException(
                $"{path}: the predictions of {result} cannot be read ({e.Message}); give files that `hir eval --out` wrote", e);
        }
    }
}
