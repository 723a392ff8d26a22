using TorchSharp;
using static TorchSharp.torch;

namespace Hir.Compat.Tests.TorchSharp;

[Collection(TorchTests.Name)]
public sealed class RandomTests
{
    [Fact]
    public void ManualSeed_SetTwice_GivesTheSameNumbers()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(5);
        Tensor a = randn(100), b = randn(100);
        manual_seed(5);

        Assert.True(a.Equals(randn(100)));
        Assert.True(b.Equals(randn(100)));
        Assert.False(a.Equals(b));
        // The first standard normal draw of PyTorch's CPU generator from seed 0.
        manual_seed(0);
        Assert.Equal(1.5410, randn(1).ToDouble(), 4);
    }

    [Fact]
    public void RngState_Restored_ContinuesWhereItWas()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        _ = rand(7);
        Tensor state = get_rng_state();
        Tensor next = rand(7);
        _ = rand(100);
        set_rng_state(state);

        Assert.Equal((uint8, 5056L), (state.dtype, state.NumberOfElements));
        Assert.True(next.Equals(rand(7)));
    }

    [Fact]
    public void Generator_OfItsOwn_IsApartFromTheDefault()
    {
        using DisposeScope scope = NewDisposeScope();
        using var g = new Generator(9);
        Tensor a = rand(5, generator: g);
        manual_seed(77);
        Tensor state = g.get_state();
        Tensor b = rand(5, generator: g);
        g.set_state(state);

        Assert.Equal(9, g.initial_seed());
        Assert.True(b.Equals(rand(5, generator: g)));
        Assert.True(a.Equals(rand(5, generator: g.manual_seed(9))));
    }

    [Fact]
    public void Draws_OfEachKind_StayInTheirRange()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        Tensor ints = randint(3, 6, new long[] { 500 });
        Assert.Equal((3L, 5L), (ints.min().ToInt64(), ints.max().ToInt64()));
        Assert.Equal([0L, 1, 2, 3, 4], randperm(5).sort().Values.data<long>().ToArray());
        Tensor uniform = empty(500).uniform_(2, 3);
        Assert.True(uniform.min().ToSingle() >= 2 && uniform.max().ToSingle() < 3);
        Assert.InRange(empty(20000).normal_(1, 2).std().ToSingle(), 1.9f, 2.1f);
        Assert.InRange(empty(20000).bernoulli_(0.25).mean().ToSingle(), 0.22f, 0.28f);
        Assert.Equal([1L, 1, 1], tensor([0f, 1f, 0f]).multinomial(3, replacement: true).data<long>().ToArray());
        Assert.InRange(nn.functional.dropout(ones(20000), 0.3).mean().ToSingle(), 0.97f, 1.03f);
        Assert.Equal(20, nn.functional.dropout(ones(20), 0.9, training: false).sum().ToSingle());
    }

    [Fact]
    public void Threads_SetAndRead_AreTheSame()
    {
        int before = get_num_threads();
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);
        Assert.True(get_num_interop_threads() >= 1);
    }

    [Fact]
    public void Cuda_Asked_AnswersWithoutOne()
    {
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
        cuda.manual_seed_all(3);
        if (!cuda.is_available()) Assert.Throws<InvalidOperationException>(() => device("cuda"));
        Assert.Equal((DeviceType.CUDA, 1), (new Device("cuda:1").type, new Device("cuda:1").index));
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
    }
}
