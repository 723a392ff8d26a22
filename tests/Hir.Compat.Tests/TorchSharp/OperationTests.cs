using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Hir.Compat.Tests.TorchSharp;

/// <summary>Operations against values worked out by hand: result type, shape and elements.</summary>
[Collection(TorchTests.Name)]
public sealed class OperationTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    private static readonly Dictionary<string, (Func<Tensor> Run, ScalarType Type, long[] Shape, double[] Values)> Cases = new()
    {
        ["operator + - * / with numbers on both sides"] = (() => ((((2 + A) * 3L) - 1f) / 2.0) - (1 - A), float32, [2, 3],
            [4, 6.5, 9, 11.5, 14, 16.5]),
        ["number / tensor"] = (() => 12 / A, float32, [2, 3], [12, 6, 4, 3, 2.4, 2]),
        ["int64 / number"] = (() => L / 2, float32, [3], [0.5, 1, -1.5]),
        ["int64 + fraction"] = (() => L + 0.5, float32, [3], [1.5, 2.5, -2.5]),
        ["int64 + number"] = (() => L + 1, int64, [3], [2, 3, -2]),
        ["bfloat16 * number"] = (() => A.to(bfloat16) * 0.5, bfloat16, [2, 3], [0.5, 1, 1.5, 2, 2.5, 3]),
        ["float16 + float32"] = (() => A.half() + A, float32, [2, 3], [2, 4, 6, 8, 10, 12]),
        ["operator %"] = (() => L % 2, int64, [3], [1, 0, 1]),
        ["operator -x"] = (() => -L, int64, [3], [-1, -2, 3]),
        ["operator & | ^ ~"] = (() => (tensor([true, true, false]) & tensor([true, false, true])) | ~tensor([true, true, true]), Bool,
            [3], [1, 0, 0]),
        ["operator ^"] = (() => tensor([1, 2, 3]) ^ tensor([1, 1, 1]), int32, [3], [0, 3, 2]),
        ["operator =="] = (() => L == 2, Bool, [3], [0, 1, 0]),
        ["operator !="] = (() => L != L.abs(), Bool, [3], [0, 0, 1]),
        ["operator <"] = (() => L < 2, Bool, [3], [1, 0, 1]),
        ["operator <="] = (() => L <= 2, Bool, [3], [1, 1, 1]),
        ["operator >"] = (() => L > -3, Bool, [3], [1, 1, 0]),
        ["operator >="] = (() => L >= tensor([1L, 3L, -3L]), Bool, [3], [1, 0, 1]),
        ["number < tensor"] = (() => (Scalar)1 < L, Bool, [3], [0, 1, 0]),
        ["eq ne lt le gt ge"] = (() => stack([L.eq(1), L.ne(1), L.lt(1), L.le(1), L.gt(1), L.ge(1)]), Bool, [6, 3],
            [1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0]),
        ["logical"] = (() => stack([B.logical_and(C), B.logical_or(C), B.logical_xor(C), B.logical_not()]), Bool, [4, 2],
            [1, 0, 1, 1, 0, 1, 0, 0]),
        ["add with alpha"] = (() => L.add(L, 3), int64, [3], [4, 8, -12]),
        ["div, rounding"] = (() => stack([L.div(2, RoundingMode.floor), L.div(2, RoundingMode.trunc)]), int64, [2, 3],
            [0, 1, -2, 0, 1, -1]),
        ["floor_divide"] = (() => L.floor_divide(2), int64, [3], [0, 1, -2]),
        ["pow"] = (() => A.pow(2) + A.pow(A - A), float32, [2, 3], [2, 5, 10, 17, 26, 37]),
        ["addcmul, addcdiv, lerp"] = (() => stack([V.addcmul(V, V, 2), V.addcdiv(V, V), V.lerp(V * 3, full(2, 0.5f))]), float32, [3, 2],
            [3, 10, 2, 3, 2, 4]),
        ["clamp"] = (() => stack([L.clamp(-1, 1), L.clamp(max: 0), L.clamp_min(0), L.clamp(min: tensor([2L, 2L, 2L]))]), int64, [4, 3],
            [1, 1, -1, 0, 0, -3, 1, 2, 0, 2, 2, 2]),
        ["maximum and minimum"] = (() => stack([L.maximum(-L), L.minimum(-L), L.max(-L)]), int64, [3, 3], [1, 2, 3, -1, -2, -3, 1, 2, 3]),
        ["rounding"] = (() => stack([R.floor(), R.ceil(), R.round(), R.trunc(), R.sign(), R.abs()]), float64, [6, 3],
            [-2, 0, 2, -1, 1, 3, -2, 0, 2, -1, 0, 2, -1, 1, 1, 1.5, 0.5, 2.5]),
        ["round, decimals"] = (() => tensor(1.256).round(2), float64, [], [1.26]),
        ["exp and log"] = (() => stack([V.exp().log(), V.log2().exp() * 0, V.log1p(), V.expm1(), V.log10()]), float32, [5, 2],
            [1, 2, 0, 0, 0.6931472, 1.0986123, 1.7182818, 6.389056, 0, 0.30103]),
        ["roots"] = (() => stack([V.sqrt(), V.rsqrt(), V.square(), V.reciprocal()]), float32, [4, 2],
            [1, 1.4142135, 1, 0.70710677, 1, 4, 1, 0.5]),
        ["angles"] = (() => stack([V.sin(), V.cos(), V.tanh(), V.sigmoid()]), float32, [4, 2],
            [0.841471, 0.9092974, 0.5403023, -0.41614684, 0.7615942, 0.9640276, 0.7310586, 0.880797]),
        ["activations"] = (() => stack([S.relu(), S.silu(), S.gelu(), S.gelu(global::TorchSharp.Modules.GELU.Approximate.tanh),
            S.softplus(), S.log_sigmoid()]),
            float64, [6, 2],
            [0, 1, -0.2689414, 0.7310586, -0.1586553, 0.8413447, -0.158808, 0.841192, 0.3132617, 1.3132617, -1.3132617, -0.3132617]),
        ["isnan isinf isfinite"] = (() => stack([N.isnan(), N.isinf(), N.isfinite()]), Bool, [3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1]),
        ["nan_to_num"] = (() => N.nan_to_num(7, -1), float64, [3], [7, -1, 2]),
        ["sum"] = (() => stack([A.sum(), A.sum(1).sum(0), A.sum([0, 1])]), float32, [3], [21, 21, 21]),
        ["sum of ints and bools"] = (() => L.sum() + B.sum(), int64, [], [2]),
        ["sum, type"] = (() => L.sum(type: ScalarType.Float64), float64, [], [0]),
        ["mean"] = (() => A.mean([-1], true), float32, [2, 1], [2, 5]),
        ["var and std"] = (() => stack([A.var(1), A.var(1, unbiased: false), A.std(1)]), float32, [3, 2], [1, 1, 2.0 / 3, 2.0 / 3, 1, 1]),
        ["prod and cumsum"] = (() => cat([A.prod(1), A.cumsum(1).flatten()]), float32, [8], [6, 120, 1, 3, 6, 4, 9, 15]),
        ["max and min"] = (() => stack([A.max(), A.min(), A.amax([0, 1]), A.amin(0L, 1L)]), float32, [4], [6, 1, 6, 1]),
        ["max, positions"] = (() => A.max(1).indexes, int64, [2], [2, 2]),
        ["argmax and argmin"] = (() => cat([A.argmax(0), A.argmin(1), A.argmax().view(1)]), int64, [6], [1, 1, 1, 0, 0, 5]),
        ["any and all"] = (() => stack([B.any(), B.all(), C.any(0), C.all(0)]), Bool, [4], [1, 1, 1, 0]),
        ["logsumexp"] = (() => tensor([0.0, 0.0, Math.Log(2)]).logsumexp(0), float64, [], [Math.Log(4)]),
        ["norm"] = (() => stack([tensor([3f, 4f]).norm(), tensor([3f, -4f]).norm(1f), tensor([3f, 4f]).norm(0, p: 2)]), float32, [3],
            [5, 7, 5]),
        ["count_nonzero"] = (() => tensor([0, 2, 0, 3]).count_nonzero(), int64, [], [2]),
        ["softmax"] = (() => tensor([0.0, Math.Log(3)]).softmax(0), float64, [2], [0.25, 0.75]),
        ["softmax, type"] = (() => tensor([0f, 0f]).half().softmax(0, float32), float32, [2], [0.5, 0.5]),
        ["log_softmax"] = (() => tensor([0.0, Math.Log(3)]).log_softmax(0).exp(), float64, [2], [0.25, 0.75]),
        ["topk"] = (() => stack([L.topk(2).values, L.topk(2, largest: false).indexes]), int64, [2, 2], [2, 1, 2, 0]),
        ["sort and argsort"] = (() => stack([L.sort().Values, L.argsort(descending: true), L.sort(stable: true).Indices]), int64, [3, 3],
            [-3, 1, 2, 1, 0, 2, 2, 0, 1]),
        ["bucketize"] = (() => stack([L.bucketize(tensor([0L, 2L])), bucketize(L, tensor([0L, 2L]), right: true)]), int64, [2, 3],
            [1, 1, 0, 1, 2, 0]),
        ["matmul"] = (() => A.matmul(A.t()), float32, [2, 2], [14, 32, 32, 77]),
        ["mm, bmm, baddbmm, addmm"] = (() => stack([A.mm(A.T), A.unsqueeze(0).bmm(A.mT.unsqueeze(0))[0],
            zeros(1, 2, 2).baddbmm(A.unsqueeze(0), A.mT.unsqueeze(0))[0], ones(2, 2).addmm(A, A.t(), 2, 0)]), float32, [4, 2, 2],
            [14, 32, 32, 77, 14, 32, 32, 77, 14, 32, 32, 77, 2, 2, 2, 2]),
        ["einsum and outer"] = (() => stack([einsum("i,j->ij", V, V), V.outer(V)]), float32, [2, 2, 2], [1, 2, 2, 4, 1, 2, 2, 4]),
        ["arange"] = (() => cat([arange(3), arange(5, 9, 2)]), int64, [5], [0, 1, 2, 5, 7]),
        ["arange, fractions"] = (() => arange(0.0, 1, 0.25), float32, [4], [0, 0.25, 0.5, 0.75]),
        ["full"] = (() => full([2], 3), int64, [2], [3, 3]),
        ["full, fraction"] = (() => full(2, 0.5), float32, [2], [0.5, 0.5]),
        ["full_like, ones_like"] = (() => stack([L.full_like(4), ones_like(L), zeros_like(L)]), int64, [3, 3], [4, 4, 4, 1, 1, 1, 0, 0, 0]),
        ["linspace and eye"] = (() => stack([linspace(0, 2, 3), eye(3)[1]]), float32, [2, 3], [0, 1, 2, 0, 1, 0]),
        ["numbers become tensors"] = (() => where(B, tensor(1f), (Tensor)2f), float32, [2], [1, 1]),
        ["one_hot"] = (() => F.one_hot(tensor([2L, 0L]), 3), int64, [2, 3], [0, 0, 1, 1, 0, 0]),
        ["pad"] = (() => F.pad(V, [1, 2], value: 9), float32, [5], [9, 1, 2, 9, 9]),
        ["layer_norm"] = (() => F.layer_norm(tensor([1.0, 3.0]), [2], eps: 0), float64, [2], [-1, 1]),
        ["linear"] = (() => F.linear(V, A.t(), tensor([1f, 1f, 1f])), float32, [3], [10, 13, 16]),
        ["mse_loss"] = (() => F.mse_loss(V, V + 2), float32, [], [4]),
        ["cross_entropy"] = (() => F.cross_entropy(zeros([2, 4], float64), tensor([1L, 3L]), reduction: nn.Reduction.Sum), float64, [],
            [2 * Math.Log(4)]),
        ["cross_entropy, all ignored"] = (() => F.cross_entropy(zeros([1, 4]), tensor([-100L])), float32, [], [NaN]),
        ["kl_div"] = (() => F.kl_div(zeros([1, 2], float64), full([1, 2], Math.Log(0.5), float64), reduction: nn.Reduction.Sum), float64,
            [], [Math.Log(0.5)]),
        ["attention, bool mask"] = (() => F.scaled_dot_product_attention(ones(1, 1, 2), ones(1, 2, 2), A[.., ..2].unsqueeze(0),
            tensor([true, false]).view(1, 2)),
            float32, [1, 1, 2], [1, 2]),
        ["attention, causal"] = (() => F.scaled_dot_product_attention(zeros(1, 2, 2), ones(1, 2, 2), A[.., ..2].unsqueeze(0),
            is_casual: true),
            float32, [1, 2, 2], [1, 2, 2.5, 3.5]),
        ["attention to nothing"] = (() => F.scaled_dot_product_attention(ones(1, 1, 1), ones(1, 1, 1), ones(1, 1, 1),
            zeros([1, 1], Bool)), float32, [1, 1, 1], [NaN]),
        ["infinities"] = (() => 1 / tensor([0.0, -0.0]), float64, [2], [Inf, -Inf]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static ScalarType Bool => ScalarType.Bool;

    private static Tensor A => arange(1, 7, float32).view(2, 3);

    private static Tensor L => tensor([1L, 2L, -3L]);

    private static Tensor V => tensor([1f, 2f]);

    private static Tensor S => tensor([-1.0, 1.0]);

    private static Tensor R => tensor([-1.5, 0.5, 2.5]);

    private static Tensor N => tensor([NaN, Inf, 2.0]);

    private static Tensor B => tensor([true, true]);

    private static Tensor C => tensor([true, false]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Result_OfEachOperation_IsTheOneWorkedOutByHand(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (Func<Tensor> run, ScalarType type, long[] shape, double[] values) = Cases[name];

        TorchTests.AssertTensor(run(), type, shape, values, type == bfloat16 ? 1e-2 : 1e-6);
    }

    [Theory]
    [InlineData("add_")]
    [InlineData("sub_")]
    [InlineData("mul_")]
    [InlineData("div_")]
    [InlineData("clamp_")]
    [InlineData("fill_")]
    [InlineData("zero_")]
    [InlineData("masked_fill_")]
    [InlineData("copy_")]
    [InlineData("exp_")]
    [InlineData("addcmul_")]
    [InlineData("addcdiv_")]
    [InlineData("lerp_")]
    [InlineData("index_add_")]
    [InlineData("scatter_add_")]
    public void InPlace_OfEachOperation_ChangesTheTensorAndReturnsItsStorage(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor([1.0, 2.0]), two = full(2, 2.0, float64), at = tensor([0L, 0L]);
        (Tensor result, double[] expected) = name switch
        {
            "add_" => (x.add_(two, 3), new[] { 7.0, 8 }),
            "sub_" => (x.sub_(1), [0, 1]),
            "mul_" => (x.mul_(two), [2, 4]),
            "div_" => (x.div_(2), [0.5, 1]),
            "clamp_" => (x.clamp_(max: 1.5), [1, 1.5]),
            "fill_" => (x.fill_(9), [9, 9]),
            "zero_" => (x.zero_(), [0, 0]),
            "masked_fill_" => (x.masked_fill_(x > 1, -1), [1, -1]),
            "copy_" => (x.copy_(tensor([5, 6])), [5, 6]),
            "exp_" => (x.exp_(), [Math.E, Math.E * Math.E]),
            "addcmul_" => (x.addcmul_(two, two, 0.5), [3, 4]),
            "addcdiv_" => (x.addcdiv_(two, two, -1), [0, 1]),
            "lerp_" => (x.lerp_(two, full(2, 0.5, float64)), [1.5, 2]),
            "index_add_" => (x.index_add_(0, at, two, 1), [5, 2]),
            _ => (x.scatter_add_(0, at, two), [5, 2]),
        };

        TorchTests.AssertTensor(x, float64, [2], expected);
        result.fill_(-8);
        TorchTests.AssertTensor(x, float64, [2], [-8, -8]);
    }
}
