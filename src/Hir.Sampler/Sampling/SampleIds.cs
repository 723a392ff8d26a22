using System.Globalization;

namespace Hir.Sampler.Sampling;

/// <summary>Names of samples: readable, unique in a run, the same whenever a run is made again.</summary>
public static class SampleIds
{
    /// <summary>ITERATION/TASK/QUERY/SAMPLE. A slash within a name is written %2F and a per cent sign %25, so that no two samples meet.</summary>
    public static string Of(int iteration, string task, string queryId, int sampleIndex) =>
        string.Create(CultureInfo.InvariantCulture, $"{iteration:D4}/{Escape(task)}/{Escape(queryId)}/{sampleIndex}");

    private static string Escape(string name) =>
        name.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
}
