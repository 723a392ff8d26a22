using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Hir.Compat.Tests.TorchSharp;

/// <summary>Gradients of the differentiable operations against central differences, in float64.</summary>
[Collection(TorchTests.Name)]
public sealed class GradientTests
{
    private const double Step = 1e-6;

    private static readonly Tensor Mask = tensor([true, false, true, true, false, true]).view(2, 3);
    private static readonly Tensor Picks = tensor([1L, 0L, 1L]);
    private static readonly Tensor Places = tensor([0L, 2L, 1L, 0L]).view(2, 2);

    // Shapes of the inputs, then the function; inputs are positive where the name of the entry ends in +.
    private static readonly Dictionary<string, (long[][] Shapes, Func<Tensor[], Tensor> Function)> Cases = new()
    {
        ["abs"] = One(x => x.abs()),
        ["add"] = Two(x => x[0] + x[1]),
        ["add, broadcast and scaled"] = ([[2, 3], [3]], x => x[0].add(x[1], 0.5)),
        ["add, number"] = One(x => 2.5 + x),
        ["sub"] = Two(x => x[0] - x[1]),
        ["sub, number on the left"] = One(x => 2 - x),
        ["mul"] = Two(x => x[0] * x[1]),
        ["mul, broadcast"] = ([[2, 1], [1, 3]], x => x[0] * x[1]),
        ["div+"] = Two(x => x[0] / x[1]),
        ["div, number on the left+"] = One(x => 3 / x),
        ["neg"] = One(x => -x),
        ["pow+"] = One(x => x.pow(2.5)),
        ["pow, tensor+"] = Two(x => x[0].pow(x[1])),
        ["square"] = One(x => x.square()),
        ["sqrt+"] = One(x => x.sqrt()),
        ["rsqrt+"] = One(x => x.rsqrt()),
        ["exp"] = One(x => x.exp()),
        ["expm1"] = One(x => x.expm1()),
        ["log+"] = One(x => x.log()),
        ["log1p+"] = One(x => x.log1p()),
        ["reciprocal+"] = One(x => x.reciprocal()),
        ["sin"] = One(x => x.sin()),
        ["cos"] = One(x => x.cos()),
        ["tanh"] = One(x => x.tanh()),
        ["sigmoid"] = One(x => x.sigmoid()),
        ["log_sigmoid"] = One(x => x.log_sigmoid()),
        ["softplus"] = One(x => x.softplus()),
        ["erf"] = One(x => x.erf()),
        ["relu"] = One(x => x.relu()),
        ["silu"] = One(x => x.silu()),
        ["gelu"] = One(x => x.gelu()),
        ["gelu, tanh"] = One(x => x.gelu(global::TorchSharp.Modules.GELU.Approximate.tanh)),
        ["clamp"] = One(x => x.clamp(-0.5, 0.5)),
        ["maximum"] = Two(x => x[0].maximum(x[1])),
        ["minimum"] = Two(x => x[0].minimum(x[1])),
        ["logaddexp"] = Two(x => x[0].logaddexp(x[1])),
        ["lerp"] = ([[2, 3], [2, 3], [2, 3]], x => x[0].lerp(x[1], x[2])),
        ["addcmul"] = ([[2, 3], [2, 3], [2, 3]], x => x[0].addcmul(x[1], x[2], 0.3)),
        ["addcdiv+"] = ([[2, 3], [2, 3], [2, 3]], x => x[0].addcdiv(x[1], x[2], 0.3)),
        ["matmul"] = ([[2, 3], [3, 4]], x => x[0].matmul(x[1])),
        ["matmul, batched"] = ([[2, 2, 3], [3, 4]], x => x[0].matmul(x[1])),
        ["mm"] = ([[2, 3], [3, 4]], x => x[0].mm(x[1])),
        ["bmm"] = ([[2, 2, 3], [2, 3, 4]], x => x[0].bmm(x[1])),
        ["addmm"] = ([[2, 4], [2, 3], [3, 4]], x => x[0].addmm(x[1], x[2], 0.5f, 2)),
        ["baddbmm"] = ([[2, 2, 4], [2, 2, 3], [2, 3, 4]], x => x[0].baddbmm(x[1], x[2])),
        ["einsum"] = ([[2, 3], [3, 4]], x => einsum("ij,jk->ki", x[0], x[1])),
        ["outer"] = ([[2], [3]], x => x[0].outer(x[1])),
        ["linear"] = ([[2, 3], [4, 3], [4]], x => F.linear(x[0], x[1], x[2])),
        ["layer_norm"] = ([[2, 3], [3], [3]], x => F.layer_norm(x[0], [3], x[1], x[2])),
        ["attention"] = ([[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]],
            x => F.scaled_dot_product_attention(x[0], x[1], x[2], is_casual: true)),
        ["sum"] = One(x => x.sum()),
        ["sum, dim"] = One(x => x.sum(-1, true)),
        ["mean"] = One(x => x.mean()),
        ["mean, dim"] = One(x => x.mean([0])),
        ["var"] = One(x => x.var(1)),
        ["std"] = One(x => x.std(1)),
        ["prod"] = One(x => x.prod(1)),
        ["max, dim"] = One(x => x.max(1).values),
        ["amax"] = One(x => x.amax([1], true)),
        ["cumsum"] = One(x => x.cumsum(1)),
        ["logsumexp"] = One(x => x.logsumexp(1)),
        ["norm"] = One(x => x.norm()),
        ["softmax"] = One(x => x.softmax(-1)),
        ["log_softmax"] = One(x => x.log_softmax(0)),
        ["topk"] = One(x => x.topk(2).values),
        ["sort"] = One(x => x.sort(1).Values),
        ["cross_entropy"] = One(x => F.cross_entropy(x, tensor([2L, -100L]), label_smoothing: 0.1)),
        ["nll_loss"] = One(x => F.nll_loss(x, tensor([2L, 0L]))),
        ["mse_loss"] = Two(x => F.mse_loss(x[0], x[1])),
        ["kl_div"] = One(x => F.kl_div(x, full([2, 3], -1.0, float64), reduction: nn.Reduction.Sum)),
        ["bce with logits"] = One(x => F.binary_cross_entropy_with_logits(x, ones([2, 3], float64))),
        ["view"] = One(x => x.view(3, 2)),
        ["reshape"] = One(x => x.reshape(6)),
        ["permute"] = One(x => x.permute(1, 0)),
        ["transpose"] = One(x => x.transpose(0, 1)),
        ["unsqueeze and squeeze"] = One(x => x.unsqueeze(1).squeeze(1)),
        ["flatten"] = One(x => x.flatten()),
        ["expand"] = ([[2, 1]], x => x[0].expand(2, 3)),
        ["repeat"] = One(x => x.repeat(2, 1)),
        ["repeat_interleave"] = One(x => x.repeat_interleave(2, 0)),
        ["narrow"] = One(x => x.narrow(1, 1, 2)),
        ["slice"] = One(x => x.slice(1, 0, 3, 2)),
        ["select"] = One(x => x.select(0, 1)),
        ["index by range"] = One(x => x[.., 1..]),
        ["index by tensor"] = One(x => x[Picks]),
        ["index_select"] = One(x => x.index_select(0, Picks)),
        ["gather"] = One(x => x.gather(1, Places)),
        ["scatter_add"] = ([[2, 3], [2, 2]], x => x[0].scatter_add(1, Places, x[1])),
        ["index_add"] = ([[2, 3], [3, 3]], x => x[0].index_add(0, Picks, x[1], 2)),
        ["masked_fill"] = One(x => x.masked_fill(Mask, 0.5)),
        ["masked_select"] = One(x => x.masked_select(Mask)),
        ["where"] = Two(x => where(Mask, x[0], x[1])),
        ["cat"] = Two(x => cat([x[0], x[1]], 1)),
        ["stack"] = Two(x => stack([x[0], x[1]], 1)),
        ["chunk"] = One(x => x.chunk(2, 0)[1]),
        ["split"] = One(x => x.split([1L, 2L], 1)[1]),
        ["unbind"] = One(x => x.unbind(1)[2]),
        ["roll"] = One(x => x.roll(1, 1)),
        ["tril"] = One(x => x.tril()),
        ["triu"] = One(x => x.triu(1)),
        ["pad"] = One(x => F.pad(x, [1L, 0L])),
        ["clone and contiguous"] = One(x => x.t().contiguous().clone()),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_OfEachOperation_AgreesWithCentralDifferences(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using var random = new Generator(7);
        (long[][] shapes, Func<Tensor[], Tensor> function) = Cases[name];
        Tensor[] inputs = [.. shapes.Select(s => Start(s, name.EndsWith('+'), random))];
        Tensor weights;
        using (no_grad()) weights = randn(function(inputs).shape, float64, generator: random);

        foreach (Tensor input in inputs) input.requires_grad = true;
        (function(inputs) * weights).sum().backward();

        foreach (Tensor input in inputs)
        {
            double[] found = (input.grad ?? zeros_like(input)).contiguous().data<double>().ToArray();
            for (long i = 0; i < input.NumberOfElements; i++)
            {
                double expected = Slope(() => (function(inputs) * weights).sum(), input, i, Step);
                Assert.True(Math.Abs(expected - found[i]) <= 2e-6 * (1 + Math.Abs(expected)),
                    $"{name}, element {i}: {found[i]} for {expected}");
            }
        }
    }

    private static (long[][], Func<Tensor[], Tensor>) One(Func<Tensor, Tensor> function) => ([[2, 3]], x => function(x[0]));

    private static (long[][], Func<Tensor[], Tensor>) Two(Func<Tensor[], Tensor> function) => ([[2, 3], [2, 3]], function);

    private static Tensor Start(long[] shape, bool positive, Generator random) =>
        positive ? rand(shape, float64, generator: random) + 0.5 : randn(shape, float64, generator: random);

    private static double Slope(Func<Tensor> value, Tensor input, long index, double step)
    {
        using IDisposable none = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor element = input.view(-1)[index];
        double old = element.ToDouble();
        element.fill_(old + step);
        double above = value().ToDouble();
        element.fill_(old - step);
        double below = value().ToDouble();
        element.fill_(old);
        return (above - below) / (2 * step);
    }
}
