using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Tests.Export;

/// <summary>Values on the host.</summary>
internal sealed record PlainTensor<T>(T[] Data, long[] Shape)
    where T : unmanaged
{
    /// <summary>The values for a run, which disposes what it is given; they lie in the same memory.</summary>
    public OrtValue ForRun() => OrtValue.CreateTensorValueFromMemory(Data, Shape);

    /// <summary>A tensor in which every entry is the given value.</summary>
    public static PlainTensor<T> Filled(T value, params long[] shape)
    {
        T[] data = new T[shape.Aggregate(1L, (product, size) => product * size)];
        Array.Fill(data, value);
        return new(data, shape);
    }
}

internal static class PlainTensor
{
    /// <summary>Rows that are padded at their end to a length, a number for each token.</summary>
    public static PlainTensor<long> Rows(int[][] rows, Func<int, long> of, int length, long pad = 0) =>
        new([.. rows.SelectMany(row => row.Select(of).Concat(Enumerable.Repeat(pad, length - row.Length)))], [rows.Length, length]);
}
