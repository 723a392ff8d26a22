using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Hir.Compat.Tests.TorchSharp;

[Collection(TorchTests.Name)]
public sealed class CustomFunctionTests
{
    [Fact]
    public void Apply_OfACubeWithItsOwnGradient_UsesThatGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor([2.0, 3.0], requires_grad: true);
        Tensor y = ScaledCube.apply(x, 0.5);
        (y * tensor([1.0, 10.0])).sum().backward();

        TorchTests.AssertTensor(y, float64, [2], [4, 13.5]);
        TorchTests.AssertTensor(x.grad!, float64, [2], [6, 135]);
        Assert.False(ScaledCube.apply(ones(1), 1.0).requires_grad);
        using (no_grad()) Assert.False(ScaledCube.apply(x, 1.0).requires_grad);
    }

    [Fact]
    public void Checkpointing_OfABlock_GivesThePlainGradientsAndLeavesNoTensors()
    {
        using DisposeScope outer = NewDisposeScope();
        manual_seed(4);
        Checkpoint.Weight = nn.Parameter(randn(3, 3));
        Tensor x = randn([2, 3], requires_grad: true), scale = randn(3, requires_grad: true);

        Checkpoint.Body(x, scale).sum().backward();
        double[][] plain = [Take(x), Take(scale), Take(Checkpoint.Weight)];
        TorchTests.Collect();
        long before = Tensor.TotalCount;
        using (NewDisposeScope()) Checkpoint.apply(x, scale)[0].sum().backward();

        Assert.Equal(before, Tensor.TotalCount);
        Assert.Equal(plain, new[] { Take(x), Take(scale), Take(Checkpoint.Weight) });
    }

    [Fact]
    public void Exceptions_OfForwardAndBackward_ReachTheCaller()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(1, requires_grad: true);
        Assert.Equal("forward fails", Assert.Throws<InvalidDataException>(() => Failing.apply(x, true)).Message);

        Tensor y = Failing.apply(x, false);
        Assert.Contains("backward fails", Assert.Throws<ExternalException>(() => y.backward()).Message, StringComparison.Ordinal);
    }

    private static double[] Take(Tensor leaf)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] values = leaf.grad!.to(float64).data<double>().ToArray();
        leaf.grad = null;
        return values;
    }

    private sealed class ScaledCube : autograd.SingleTensorFunction<ScaledCube>
    {
        public override string Name => nameof(ScaledCube);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("scale", vars[1]);
            return x.pow(3) * (double)vars[1];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            Tensor x = ctx.get_saved_variables()[0];
            return [grad_output * x.square() * (3 * (double)ctx.get_data("scale")), null!];
        }
    }

    private sealed class Checkpoint : autograd.MultiTensorFunction<Checkpoint>
    {
        public static Tensor Weight { get; set; } = null!;

        public override string Name => nameof(Checkpoint);

        public static Tensor Body(Tensor x, Tensor scale) => WrappedTensorDisposeScope(() => (x.mm(Weight) * scale).tanh());

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0], (Tensor)vars[1]]);
            return [Body((Tensor)vars[0], (Tensor)vars[1])];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            List<Tensor> inputs = [.. ctx.get_saved_variables().Select(t => t.detach().requires_grad_())];
            using (enable_grad()) autograd.backward([Body(inputs[0], inputs[1])], grad_outputs);
            return [.. inputs.Select(i => i.grad!)];
        }
    }

    private sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) =>
            (bool)vars[1] ? throw new InvalidDataException("forward fails") : ((Tensor)vars[0]) * 2;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            throw new InvalidDataException("backward fails");
    }
}
