using TorchSharp;

namespace Hir.Compat.Tests.TorchSharp;

/// <summary>The tests on tensors run one after another: several count the live tensors of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchTests
{
    public const string Name = "torch";

    /// <summary>Checks shape, element type and values, converted to double.</summary>
    internal static void AssertTensor(torch.Tensor actual, torch.ScalarType type, long[] shape, double[] values, double tolerance = 1e-6)
    {
        Assert.Equal(type, actual.dtype);
        Assert.Equal(shape, actual.shape);
        double[] found = actual.to(torch.ScalarType.Float64).contiguous().data<double>().ToArray();
        Assert.Equal(values.Length, found.Length);
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i])) Assert.Equal(values[i], found[i]);
            else Assert.True(Math.Abs(values[i] - found[i]) <= tolerance * (1 + Math.Abs(values[i])),
                $"element {i}: {found[i]} for {values[i]}");
        }
    }

    internal static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
