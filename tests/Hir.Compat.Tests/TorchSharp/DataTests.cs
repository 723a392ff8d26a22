using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Hir.Compat.Tests.TorchSharp;

[Collection(TorchTests.Name)]
public sealed class DataTests
{
    [Fact]
    public void Tensor_OfEachArray_HasItsTypeAndCopiesIt()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] source = [1, 2, 3, 4];
        Tensor copy = tensor(source, [2, 2]);
        source[0] = 9;

        TorchTests.AssertTensor(copy, float32, [2, 2], [1, 2, 3, 4]);
        TorchTests.AssertTensor(tensor(1), int32, [], [1]);
        TorchTests.AssertTensor(tensor(1L), int64, [], [1]);
        TorchTests.AssertTensor(tensor(1.5), float64, [], [1.5]);
        TorchTests.AssertTensor(tensor(1.5f), float32, [], [1.5]);
        TorchTests.AssertTensor(tensor(true), ScalarType.Bool, [], [1]);
        TorchTests.AssertTensor(tensor([1, 2]), int32, [2], [1, 2]);
        TorchTests.AssertTensor(tensor(new byte[] { 200 }), uint8, [1], [200]);
        TorchTests.AssertTensor(tensor([1.0, 2.0], dtype: float16), float16, [2], [1, 2]);
        TorchTests.AssertTensor(tensor(new List<long> { 1, 2, 3, 4 }, 2, 2), int64, [2, 2], [1, 2, 3, 4]);
        TorchTests.AssertTensor(tensor(new[,] { { 1f, 2f }, { 3f, 4f }, { 5f, 6f } }), float32, [3, 2], [1, 2, 3, 4, 5, 6]);
        TorchTests.AssertTensor(tensor(Array.Empty<float>()), float32, [0], []);
        TorchTests.AssertTensor(tensor(new[] { 1f, 2f, 3f }.AsMemory(1), [2]), float32, [2], [2, 3]);
        Assert.True(tensor([1f], requires_grad: true).requires_grad);
    }

    [Fact]
    public void FromArray_OfPinnedMemory_SharesItUntilTheStorageEnds()
    {
        float[,] source = { { 1, 2 }, { 3, 4 } };
        using Tensor shared = from_array(source);
        source[1, 0] = 7;
        TorchTests.Collect();

        TorchTests.AssertTensor(shared, float32, [2, 2], [1, 2, 7, 4]);
    }

    [Fact]
    public void Bytes_OfAContiguousTensor_AreItsMemory()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = zeros(2, bfloat16);
        x.bytes = [0x80, 0x3f, 0x00, 0xc0];

        TorchTests.AssertTensor(x, bfloat16, [2], [1, -2]);
        Assert.Equal([0x80, 0x3f, 0x00, 0xc0], x.bytes.ToArray());
        x.bytes[3] = 0x40;
        Assert.Equal(2, x[1].ToSingle());
    }

    [Fact]
    public void ByteStreams_ThereAndBack_KeepTheElements()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(1000), y = zeros(1000);
        using var stream = new MemoryStream();
        x.WriteBytesToStream(stream, 300);
        stream.Position = 0;
        y.ReadBytesFromStream(stream, 700);

        Assert.Equal(4000, stream.Length);
        Assert.True(x.Equals(y));
    }

    [Fact]
    public void Data_OfAStridedView_FollowsTheShape()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(6).view(2, 3).t();
        TensorAccessor<long> data = x.data<long>();

        Assert.Equal([0L, 3, 1, 4, 2, 5], data.ToArray());
        Assert.Equal([0L, 3, 1, 4, 2, 5], data);
        Assert.Equal(4, data[1, 1]);
        Assert.Equal(new long[,] { { 0, 3 }, { 1, 4 }, { 2, 5 } }, data.ToNDArray());
        data[0, 1] = 8;
        data.CopyFrom([9L], tensorIndex: 5);
        TorchTests.AssertTensor(x, int64, [3, 2], [0, 8, 1, 4, 2, 9]);
        long[] part = new long[4];
        data.CopyTo(part, arrayIndex: 2, tensorIndex: 4);
        Assert.Equal([0L, 0, 2, 9], part);
        Assert.Throws<IndexOutOfRangeException>(() => data[3, 0]);
    }

    [Fact]
    public void Numbers_OutOfATensor_AreExactOrConverted()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(1.5f, tensor(1.5f).item<float>());
        Assert.Equal(7L, tensor(7L).item<long>());
        Assert.True(tensor(true).item<bool>());
        Assert.Equal((Half)0.5, tensor(0.5).half().item<Half>());
        Assert.Equal(2.75f, tensor([2.75]).ToSingle());
        Assert.Equal((2, 2L, 2.9, true), (tensor(2.9).ToInt32(), tensor(2.9).ToInt64(), tensor(2.9).ToDouble(), tensor(2).ToBoolean()));
        Assert.Equal(1L << 62, tensor(1L << 62).ToInt64());
        Assert.Equal(3f, (float)tensor(3));
        Assert.Equal((2.5, ScalarType.Float64), (tensor(2.5).ToScalar().ToDouble(), tensor(2.5).ToScalar().Type));
        Assert.Equal(5, tensor(5).ToScalar().ToInt32());
    }

    [Fact]
    public void To_OfTypesAndDevices_ConvertsAndSharesWhereNothingChanges()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor([1.7f, -2.2f]);
        TorchTests.AssertTensor(x.to(int64), int64, [2], [1, -2]);
        TorchTests.AssertTensor(x.@int().@double(), float64, [2], [1, -2]);
        TorchTests.AssertTensor(x.@bool(), ScalarType.Bool, [2], [1, 1]);
        TorchTests.AssertTensor(x.to(float64, CPU), float64, [2], [1.7f, -2.2f]);
        TorchTests.AssertTensor(x.type_as(tensor(1L)), int64, [2], [1, -2]);

        Tensor same = x.to(float32), copy = x.to(float32, copy: true), cpu = x.cpu();
        Assert.NotSame(x, same);
        x[0] = 9f;
        Assert.Equal((9f, 9f, 1.7f), (same[0].ToSingle(), cpu[0].ToSingle(), copy[0].ToSingle()));

        Tensor given = ones(2);
        Tensor taken = given.to(float64, disposeAfter: true);
        Assert.True(given.IsInvalid);
        Assert.Equal(2, taken.sum().ToDouble());
    }

    [Fact]
    public void Factories_WithDefaults_FollowTheDefaultType()
    {
        using DisposeScope scope = NewDisposeScope();
        set_default_dtype(float64);
        try
        {
            Assert.Equal([float64, float64, int64], new[] { zeros(2).dtype, full(2, 0.5).dtype, full(2, 1).dtype });
        }
        finally
        {
            set_default_dtype(float32);
        }

        Assert.Equal([float32, int64, float32], new[] { zeros(2).dtype, arange(2).dtype, randn(2).dtype });
        Assert.Equal([2L, 3L, 4L, 5L], empty(2, 3, 4, 5).shape);
        Assert.Equal(DeviceType.CPU, get_default_device().type);
    }
}
