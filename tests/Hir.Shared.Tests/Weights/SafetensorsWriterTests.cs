using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Weights;
using Hir.Testing;

namespace Hir.Shared.Tests.Weights;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Write_AnyTensors_AreReadBack()
    {
        Gen<(WeightDtype Dtype, long[] Shape)> tensor =
            from dtype in Gen.Elements(WeightDtype.F32, WeightDtype.F16, WeightDtype.BF16, WeightDtype.I64, WeightDtype.U8)
            from rank in Gen.Choose(0, 3)
            from shape in Gen.Choose(0, 5).ArrayOf(rank)
            select (dtype, shape.Select(d => (long)d).ToArray());
        Prop.ForAll(Gen.Choose(0, 6).SelectMany(n => tensor.ArrayOf(n)).ToArbitrary(), tensors =>
        {
            SafetensorsDeclaration[] declared = [.. tensors.Select((t, i) => new SafetensorsDeclaration($"t.{i} \"é\\", t.Dtype, t.Shape))];
            byte[][] data = [.. declared.Select((d, i) => Enumerable.Range(0, (int)d.Length).Select(k => (byte)((i * 37) + k)).ToArray())];
            byte[] file = Write(declared, data);
            string path = _temp.File("x");
            File.WriteAllBytes(path, file);
            using SafetensorsFile read = SafetensorsFile.Open(path);
            Assert.Equal(0, (8 + BinaryPrimitives.ReadInt64LittleEndian(file)) % 64);
            Assert.Equal("pt", read.Metadata["format"]);
            Assert.Equal(declared.Length, read.Tensors.Count);
            for (int i = 0; i < declared.Length; i++)
            {
                SafetensorsEntry entry = read.Tensors[declared[i].Name];
                Assert.Equal(declared[i].Dtype, entry.Dtype);
                Assert.Equal(declared[i].Shape, entry.Shape);
                Assert.Equal(data[i], read.Bytes(entry.Name).ToArray());
                Assert.Equal(entry.Offset, SafetensorsWriter.Plan(declared)[i].Offset);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void Write_WrongOrderLengthOrMissing_IsOurFault()
    {
        SafetensorsDeclaration[] declared = [new("a", WeightDtype.F32, [2]), new("empty", WeightDtype.F32, [0]), new("b", WeightDtype.F32, [1])];
        SafetensorsWriter writer = new(new MemoryStream(), declared);
        Assert.Throws<InvalidOperationException>(() => writer.Write("b", new byte[4]));
        Assert.Throws<InvalidOperationException>(() => writer.Write("a", new byte[12]));
        writer.Write("a", new byte[4]);
        Assert.Throws<InvalidOperationException>(writer.Complete);
        writer.Write("a", new byte[4]);
        writer.Write("empty", []);
        Assert.Throws<InvalidOperationException>(writer.Complete);
        writer.Write("b", new byte[4]);
        writer.Complete();
        Assert.Throws<InvalidOperationException>(() => new SafetensorsWriter(new MemoryStream(), [declared[0], declared[0]]));
    }

    [Fact]
    public void CopyAsFloat32_HalfAndBrainFloats_AreTheExactValues()
    {
        float[] values = [0f, -0f, 1f, -2.5f, 65504f, 6.1035156e-5f, float.PositiveInfinity, 0.333251953125f];
        byte[] half = MemoryMarshal.AsBytes(values.Select(v => (Half)v).ToArray().AsSpan()).ToArray();
        ushort[] brain = [0x0000, 0x8000, 0x3F80, 0xC020, 0x7F7F, 0x0001, 0xFF80, 0x4049, 0x3F80, 0xC020, 0x7F7F, 0x0001, 0x3DCD];
        File.WriteAllBytes(_temp.File("x"), Write(
            [new("h", WeightDtype.F16, [8]), new("odd", WeightDtype.U8, [1]), new("b", WeightDtype.BF16, [13])],
            [half, [1], MemoryMarshal.AsBytes(brain.AsSpan()).ToArray()]));
        using SafetensorsFile file = SafetensorsFile.Open(_temp.File("x"));
        float[] read = new float[8];
        file.CopyAsFloat32("h", read);
        Assert.Equal(values, read);
        float[] readBrain = new float[13];
        file.CopyAsFloat32("b", readBrain);
        // 0x4049 is pi cut to eight bits of mantissa, 0x0001 the least subnormal number of the type.
        Assert.Equal([0f, -0f, 1f, -2.5f, 3.3895314e38f, 9.1835e-41f, float.NegativeInfinity, 3.140625f, 1f, -2.5f, 3.3895314e38f, 9.1835e-41f, 0.10009765625f], readBrain);
    }

    [Fact]
    public void FromFloat32_BrainFloats_RoundToNearestEven()
    {
        float[] values = [1f, 1.00390625f, 1.01171875f, 1.0039064f, float.NaN, float.MaxValue, -1.00390625f];
        byte[] bytes = new byte[values.Length * 2];
        FloatConversion.FromFloat32(values, WeightDtype.BF16, bytes);
        // 1.00390625 lies halfway between 1 (even) and 1.0078125; 1.01171875 halfway between 1.0078125 and 1.015625 (even).
        // The sign of a not-a-number means nothing.
        bytes[9] |= 0x80;
        Assert.Equal([0x3F80, 0x3F80, 0x3F82, 0x3F81, 0xFFC0, 0x7F80, 0xBF80], MemoryMarshal.Cast<byte, ushort>(bytes).ToArray());
    }

    [Fact]
    public void Conversions_EveryHalfAndBrainFloat_SurviveBothWays()
    {
        ushort[] all = [.. Enumerable.Range(0, 65536).Select(i => (ushort)i)];
        float[] values = new float[all.Length];
        byte[] back = new byte[all.Length * 2];
        foreach (WeightDtype dtype in new[] { WeightDtype.F16, WeightDtype.BF16 })
        {
            FloatConversion.ToFloat32(MemoryMarshal.AsBytes(all.AsSpan()), dtype, values);
            FloatConversion.FromFloat32(values, dtype, back);
            ushort[] bits = MemoryMarshal.Cast<byte, ushort>(back).ToArray();
            for (int i = 0; i < all.Length; i++)
            {
                if (!float.IsNaN(values[i])) Assert.Equal(all[i], bits[i]);
            }
        }
    }

    private static byte[] Write(SafetensorsDeclaration[] declared, byte[][] data)
    {
        using MemoryStream stream = new();
        SafetensorsWriter writer = new(stream, declared);
        for (int i = 0; i < declared.Length; i++)
        {
            int half = data[i].Length / 2;
            writer.Write(declared[i].Name, data[i].AsSpan(0, half));
            writer.Write(declared[i].Name, data[i].AsSpan(half));
        }

        writer.Complete();
        return stream.ToArray();
    }
}
