using System.Diagnostics;
using System.Runtime.InteropServices;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;
using Microsoft.Win32.SafeHandles;

namespace Hir.Export;

/// <summary>Compares publishing a model version with the least that handing over its weights can cost on the same disk.</summary>
public static class HandoffBenchmark
{
    /// <summary>Measures both in turn, after one round of each that does not count.</summary>
    /// <param name="model">The model to publish again.</param>
    /// <param name="workFolder">An existing folder on the disk in question; what is written there is deleted.</param>
    /// <param name="rounds">How many rounds count.</param>
    /// <returns>The medians.</returns>
    public static HandoffTimes Run(ModelFolder model, string workFolder, int rounds = 5)
    {
        T5Config config = T5Config.Parse(model.ModelConfigJson, model.ConfigPath);
        using SafetensorsFile weights = SafetensorsFile.Open(model.WeightsPath);
        IReadOnlyDictionary<string, SafetensorsEntry> tensors = config.Check(weights);
        byte[] bytes = new byte[new FileInfo(model.WeightsPath).Length];
        float[][] values = [.. config.Parameters.Select(p => new float[tensors[p.Name].Count])];
        for (int i = 0; i < values.Length; i++) weights.CopyAsFloat32(tensors[config.Parameters[i].Name].Name, values[i]);
        List<double> copying = [];
        List<double> publishing = [];
        for (int round = 0; round <= rounds; round++)
        {
            string stem = Path.Combine(workFolder, $"hir-bench-{Guid.NewGuid():N}");
            try
            {
                long start = Stopwatch.GetTimestamp();
                Copy(model.WeightsPath, stem + ".raw", bytes);
                copying.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                File.Delete(stem + ".raw");
                start = Stopwatch.GetTimestamp();
                ModelPublisher.Publish(new PublishRequest
                {
                    Destination = stem,
                    SourceFolder = model.Path,
                    ModelVersion = round,
                    Weights = [.. config.Parameters.Select((p, i) => new WeightSource(
                        p.Name, p.Shape, () => MemoryMarshal.AsBytes(values[i].AsSpan())))],
                });
                publishing.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            finally
            {
                File.Delete(stem + ".raw");
                if (Directory.Exists(stem)) Directory.Delete(stem, recursive: true);
            }
        }

        return new HandoffTimes(bytes.LongLength, Median(copying.Skip(1)), Median(publishing.Skip(1)));
    }

    private static void Copy(string source, string destination, byte[] buffer)
    {
        using (SafeFileHandle from = File.OpenHandle(source))
        {
            for (int at = 0; at < buffer.Length;) at += RandomAccess.Read(from, buffer.AsSpan(at), at);
        }

        using SafeFileHandle to = File.OpenHandle(destination, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(to, buffer, 0);
        RandomAccess.FlushToDisk(to);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
