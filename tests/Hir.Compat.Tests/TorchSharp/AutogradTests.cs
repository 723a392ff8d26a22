using TorchSharp;
using static TorchSharp.torch;

namespace Hir.Compat.Tests.TorchSharp;

[Collection(TorchTests.Name)]
public sealed class AutogradTests
{
    [Fact]
    public void NoGrad_WhileItLasts_RecordsNothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }

        Assert.True((x * 2).requires_grad);
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }

        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void NoGrad_OnAnotherThread_IsNotInherited()
    {
        using IDisposable none = no_grad();
        bool elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();

        Assert.True(elsewhere);
    }

    [Fact]
    public void Grad_OfALeaf_AccumulatesAndMayBeSetAndCleared()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);
        Assert.Null(x.grad);
        (x * 3).sum().backward();
        (x * 4).sum().backward();

        Assert.Equal(7, x.grad![0].ToSingle());
        Assert.NotSame(x.grad, x.grad);
        x.grad.zero_();
        Assert.Equal(0, x.grad.sum().ToSingle());
        x.grad = full(2, 5f);
        Assert.Equal(10, x.grad.sum().ToSingle());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Leaves_AndInnerTensors_AreToldApart()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true), y = x * 2;
        y.retain_grad();
        y.sum().backward();

        Assert.True(x.is_leaf);
        Assert.False(y.is_leaf);
        Assert.Equal(1, y.grad![0].ToSingle());
        Assert.False(y.detach().requires_grad);
        Assert.True(y.detach().requires_grad_().is_leaf);
    }

    [Fact]
    public void Backward_FromGivenGradientsIntoGivenInputs_ReachesOnlyThose()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true), z = ones(2, requires_grad: true);
        Tensor y = x * z * 3;
        y.backward([tensor([1f, 10f])], retain_graph: true, inputs: [x]);
        autograd.backward(y, tensor([1f, 1f]));

        TorchTests.AssertTensor(x.grad!, float32, [2], [6, 33]);
        TorchTests.AssertTensor(z.grad!, float32, [2], [3, 3]);
    }

    [Fact]
    public void AutogradGrad_OfACube_GivesBothDerivatives()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor([2.0], requires_grad: true), other = tensor([1.0], requires_grad: true);
        Tensor first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        IList<Tensor> second = autograd.grad([first], [x, other], allow_unused: true);

        Assert.Equal((12.0, 12.0), (first.ToDouble(), second[0].ToDouble()));
        Assert.True(second[1].IsInvalid);
        Assert.Null(x.grad);
    }

    [Fact]
    public void Backward_AfterTheManagedTensorsAreGone_StillFillsTheLeaves()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(3, requires_grad: true);
        Tensor loss = WrappedTensorDisposeScope(() => ((x * 2).exp() * x).sum());
        loss.backward();

        Assert.Equal(3 * Math.Exp(2), x.grad![0].ToDouble(), 4);
    }

    [Fact]
    public void Backward_OnTwoThreads_AreIndependent()
    {
        double[] results = new double[2];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() =>
        {
            for (int n = 0; n < 50; n++)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor x = full(4, i + 1.0, float64, requires_grad: true);
                x.pow(3).sum().backward();
                results[i] = x.grad!.sum().ToDouble();
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();

        Assert.Equal([12.0, 48.0], results);
    }
}
