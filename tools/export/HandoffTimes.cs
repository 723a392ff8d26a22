namespace Hir.Export;

/// <summary>What <see cref="HandoffBenchmark"/> measured.</summary>
/// <param name="WeightsBytes">The length of the weights file.</param>
/// <param name="CopyMilliseconds">Reading the weights file, writing it and forcing it to the disk.</param>
/// <param name="PublishMilliseconds">Publishing a whole model folder with the same weights.</param>
public sealed record HandoffTimes(long WeightsBytes, double CopyMilliseconds, double PublishMilliseconds)
{
    /// <summary>How many times as long publishing takes.</summary>
    public double Ratio => PublishMilliseconds / CopyMilliseconds;
}
