using System.Runtime.InteropServices;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;

namespace Hir.Sampler.Tests.Export.Quantization;

/// <summary>The way back from quantized weights, written down once more from the operator's description: (code - zero point) * scale.</summary>
internal static class Dequantized
{
    /// <summary>One row, filled up to whole blocks.</summary>
    public static float[] Row(int bits, ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, ReadOnlySpan<byte> zeroPoints)
    {
        float[] row = new float[scales.Length * 32];
        for (int i = 0; i < row.Length; i++) row[i] = (At(bits, codes, i) - At(bits, zeroPoints, i / 32)) * scales[i / 32];
        return row;
    }

    /// <summary>A checkpoint folder with the weights that a variant stands for; its head must not be tied.</summary>
    public static string Write(ModelFolder model, string variant, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string name in new[] { "config.json", "generation_config.json" }.Where(name => File.Exists(model.PathOf(name))))
            File.Copy(model.PathOf(name), Path.Combine(folder, name));
        using SafetensorsFile full = SafetensorsFile.Open(model.WeightsPath);
        using SafetensorsFile quantized = SafetensorsFile.Open(model.PathOf("model.safetensors", variant));
        using FileStream stream = File.Create(Path.Combine(folder, "model.safetensors"));
        SafetensorsWriter writer = new(stream, [.. full.Ordered.Select(t => new SafetensorsDeclaration(t.Name, WeightDtype.F32, t.Shape))]);
        foreach (SafetensorsEntry tensor in full.Ordered)
        {
            if (quantized.Tensors.ContainsKey(tensor.Name + ".codes")) WriteRows(tensor, variant == "int8" ? 8 : 4, quantized, writer);
            else writer.Write(tensor.Name, full.Bytes(tensor.Name));
        }

        writer.Complete();
        return folder;
    }

    private static void WriteRows(SafetensorsEntry tensor, int bits, SafetensorsFile quantized, SafetensorsWriter writer)
    {
        int rows = (int)tensor.Shape[0], columns = (int)tensor.Shape[1];
        ReadOnlySpan<byte> codes = quantized.Bytes(tensor.Name + ".codes"), zeroPoints = quantized.Bytes(tensor.Name + ".zero_points");
        ReadOnlySpan<float> scales = MemoryMarshal.Cast<byte, float>(quantized.Bytes(tensor.Name + ".scales"));
        for (int r = 0; r < rows; r++)
        {
            float[] row = Row(bits, Part(codes, r, rows), Part(scales, r, rows), Part(zeroPoints, r, rows));
            writer.Write(tensor.Name, MemoryMarshal.AsBytes(row.AsSpan(0, columns)));
        }
    }

    private static ReadOnlySpan<T> Part<T>(ReadOnlySpan<T> all, int row, int rows) => all.Slice(row * (all.Length / rows), all.Length / rows);

    private static int At(int bits, ReadOnlySpan<byte> packed, int i) => bits == 8 ? packed[i] : (packed[i / 2] >> (4 * (i % 2))) & 15;
}
