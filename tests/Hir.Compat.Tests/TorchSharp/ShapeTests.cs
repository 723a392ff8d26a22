using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;

namespace Hir.Compat.Tests.TorchSharp;

[Collection(TorchTests.Name)]
public sealed class ShapeTests
{
    private static readonly Gen<long[]> Shapes = Gen.Choose(1, 5).Select(n => (long)n).ArrayOf(3);

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Run, long[] Shape, double[] Values)> Cases = new()
    {
        ["[1]"] = (x => x[1], [3], [4, 5, 6]),
        ["[1, 2]"] = (x => x[1, 2], [], [6]),
        ["[-1, -1]"] = (x => x[-1, -1], [], [6]),
        ["[..1]"] = (x => x[..1], [1, 3], [1, 2, 3]),
        ["[.., 1..]"] = (x => x[.., 1..], [2, 2], [2, 3, 5, 6]),
        ["[.., ^1]"] = (x => x[TensorIndex.Colon, ^1], [2], [3, 6]),
        ["[.., ..^2]"] = (x => x[.., ..^2], [2, 1], [1, 4]),
        ["[..., 0]"] = (x => x[TensorIndex.Ellipsis, 0], [2], [1, 4]),
        ["[:, None]"] = (x => x[TensorIndex.Colon, TensorIndex.None], [2, 1, 3], [1, 2, 3, 4, 5, 6]),
        ["[:, ::2]"] = (x => x[TensorIndex.Colon, TensorIndex.Slice(step: 2)], [2, 2], [1, 3, 4, 6]),
        ["[:, 0:2] by tuple"] = (x => x[TensorIndex.Colon, (0, 2)], [2, 2], [1, 2, 4, 5]),
        ["[tensor]"] = (x => x[tensor([1L, 1L])], [2, 3], [4, 5, 6, 4, 5, 6]),
        ["[tensor, tensor]"] = (x => x[tensor([0L, 1L]), tensor([2L, 0L])], [2], [3, 4]),
        ["[mask]"] = (x => x[x > 3], [3], [4, 5, 6]),
        ["[:, tensor]"] = (x => x[TensorIndex.Colon, TensorIndex.Tensor(tensor([2L]))], [2, 1], [3, 6]),
        ["view"] = (x => x.view(3, -1), [3, 2], [1, 2, 3, 4, 5, 6]),
        ["view by collection"] = (x => x.view([6]), [6], [1, 2, 3, 4, 5, 6]),
        ["permute"] = (x => x.permute([1, 0]), [3, 2], [1, 4, 2, 5, 3, 6]),
        ["T"] = (x => x.T, [3, 2], [1, 4, 2, 5, 3, 6]),
        ["transpose"] = (x => x.transpose(-1, 0), [3, 2], [1, 4, 2, 5, 3, 6]),
        ["unsqueeze, squeeze"] = (x => x.unsqueeze(0).unsqueeze(-1).squeeze(0).squeeze(), [2, 3], [1, 2, 3, 4, 5, 6]),
        ["flatten, unflatten"] = (x => x.flatten().unflatten(0, 3, 2), [3, 2], [1, 2, 3, 4, 5, 6]),
        ["expand"] = (x => x[..1].expand(2, -1), [2, 3], [1, 2, 3, 1, 2, 3]),
        ["expand_as"] = (x => x[..1].expand_as(x), [2, 3], [1, 2, 3, 1, 2, 3]),
        ["broadcast_to"] = (x => x[0].broadcast_to(2, 3), [2, 3], [1, 2, 3, 1, 2, 3]),
        ["repeat"] = (x => x[0].repeat(2, 1), [2, 3], [1, 2, 3, 1, 2, 3]),
        ["repeat_interleave"] = (x => x[0].repeat_interleave(2), [6], [1, 1, 2, 2, 3, 3]),
        ["repeat_interleave, dim"] = (x => x.repeat_interleave(2, 0), [4, 3], [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]),
        ["narrow"] = (x => x.narrow(1, 1, 2), [2, 2], [2, 3, 5, 6]),
        ["slice"] = (x => x.slice(1, 0, 3, 2), [2, 2], [1, 3, 4, 6]),
        ["select"] = (x => x.select(1, 1), [2], [2, 5]),
        ["index_select"] = (x => x.index_select(1, tensor([2L, 0L])), [2, 2], [3, 1, 6, 4]),
        ["index_select, int32"] = (x => x.index_select(1, tensor([2, 0])), [2, 2], [3, 1, 6, 4]),
        ["gather"] = (x => x.gather(1, tensor([2L, 0L]).view(2, 1)), [2, 1], [3, 4]),
        ["scatter"] = (x => x.scatter(1, tensor([2L, 0L]).view(2, 1), full([2, 1], 9.0, float64)), [2, 3], [1, 2, 9, 9, 5, 6]),
        ["masked_select"] = (x => x.masked_select(x < 3), [2], [1, 2]),
        ["nonzero"] = (x => (x > 5).nonzero().to(float64), [1, 2], [1, 2]),
        ["where with one argument"] = (x => where(x > 5)[1].to(float64), [1], [2]),
        ["cat"] = (x => cat([x, x], 1), [2, 6], [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]),
        ["stack"] = (x => stack([x[0], x[1]], 1), [3, 2], [1, 4, 2, 5, 3, 6]),
        ["chunk"] = (x => x.chunk(2, 1)[1], [2, 1], [3, 6]),
        ["split"] = (x => x.split(2, 1)[0], [2, 2], [1, 2, 4, 5]),
        ["split, sizes"] = (x => torch.split(x, [1, 2], 1)[1], [2, 2], [2, 3, 5, 6]),
        ["unbind"] = (x => x.unbind(1)[1], [2], [2, 5]),
        ["roll"] = (x => x.roll(1, 1), [2, 3], [3, 1, 2, 6, 4, 5]),
        ["flip"] = (x => x.flip(0), [2, 3], [4, 5, 6, 1, 2, 3]),
        ["tril"] = (x => x.tril(), [2, 3], [1, 0, 0, 4, 5, 0]),
        ["triu"] = (x => x.triu(1), [2, 3], [0, 2, 3, 0, 0, 6]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void View_OrSelection_HasTheShapeAndElementsWorkedOutByHand(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(1, 7, float64).view(2, 3);

        TorchTests.AssertTensor(Cases[name].Run(x), float64, Cases[name].Shape, Cases[name].Values);
    }

    [Fact]
    public void Indexer_Set_WritesThroughEachKindOfIndex()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = zeros(2, 3);
        x[0, 1] = 5;
        x[1] = tensor([1f, 2f, 3f]);
        x[.., 2..] = 7f;
        x[x == 5f] = 6f;
        x.index_put_((Scalar)9, TensorIndex.Single(1), TensorIndex.Single(0));

        TorchTests.AssertTensor(x, float32, [2, 3], [0, 6, 7, 9, 2, 7]);
        x.index_put_(ones(2), [tensor([0L, 0L]), tensor([0L, 0L])], accumulate: true);
        Assert.Equal(2, x[0, 0].ToSingle());
    }

    [Fact]
    public void Properties_OfAStridedView_DescribeIt()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = zeros(2, 3).t();

        Assert.Equal([3L, 2L], x.shape);
        Assert.Equal([1L, 3L], x.stride());
        Assert.Equal((2L, 2L, 6L, 6L, 3L, 2L), (x.ndim, x.dim(), x.numel(), x.NumberOfElements, x.size(0), x.size(-1)));
        Assert.False(x.is_contiguous());
        Assert.True(x.contiguous().is_contiguous());
        Assert.Equal((DeviceType.CPU, -1), (x.device.type, x.device.index));
        Assert.Equal("[3x2], type = Float32, device = cpu", x.ToString());
        Assert.Equal(1, zeros(3)[1..].storage_offset());
    }

    [Fact]
    public void Permute_AndItsInverse_GiveTheTensorBack() =>
        Prop.ForAll(Shapes.Zip(Gen.Shuffle(new long[] { 0, 1, 2 })).ToArbitrary(), pair =>
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = randn(pair.Item1);
            long[] inverse = [.. Enumerable.Range(0, 3).Select(i => (long)Array.IndexOf(pair.Item2, i))];
            Tensor there = x.permute(pair.Item2);
            return there.permute(inverse).Equals(x)
                && pair.Item2.Select((from, to) => there.shape[to] == pair.Item1[from]).All(same => same);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void View_FlatAndBack_KeepsElementsAndStorage() =>
        Prop.ForAll(Shapes.ToArbitrary(), shape =>
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = randn(shape), flat = x.view(-1);
            flat[0] = 42f;
            return flat.view(shape).Equals(x) && x.flatten()[0].ToSingle() == 42f && x.data<float>().SequenceEqual(flat.data<float>());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sum_OfBroadcastTensors_HasTheBroadcastShape() =>
        Prop.ForAll(Shapes.Zip(Gen.Elements(true, false).ArrayOf(3)).ToArbitrary(), pair =>
        {
            using DisposeScope scope = NewDisposeScope();
            long[] thin = [.. pair.Item1.Select((n, i) => pair.Item2[i] ? n : 1)];
            Tensor a = randn(pair.Item1), b = randn(thin), sum = a + b;
            return sum.shape.SequenceEqual(pair.Item1) && sum.Equals(a + b.expand(pair.Item1)) && sum.Equals(b + a);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Split_AndCat_GiveTheTensorBack() =>
        Prop.ForAll(Shapes.Zip(Gen.Choose(0, 2)).Zip(Gen.Choose(1, 4)).ToArbitrary(), x =>
        {
            using DisposeScope scope = NewDisposeScope();
            ((long[] shape, int dim), int size) = x;
            Tensor whole = randn(shape);
            return cat(whole.split((long)size, dim), dim).Equals(whole) && cat(whole.chunk(size, dim), dim).Equals(whole);
        }).QuickCheckThrowOnFailure();
}
