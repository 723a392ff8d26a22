using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hir.Compat.Tests.TorchSharp;

[Collection(TorchTests.Name)]
public sealed class AdamWTests
{
    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.1, false)]
    [InlineData(0.1, true)]
    public void Step_AgainstTheFormula_GivesTheSameParameter(double decay, bool amsgrad)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter w = nn.Parameter(tensor([1.0, -2.0, 0.5]));
        double[] expected = [1, -2, 0.5], m = new double[3], v = new double[3], most = new double[3];
        using AdamW optimizer = optim.AdamW([w], lr: 0.01, beta1: 0.8, beta2: 0.9, eps: 1e-7, weight_decay: decay, amsgrad: amsgrad);
        for (int step = 1; step <= 5; step++)
        {
            double[] grad = [0.3 / step, -1.0 * step, 2];
            w.grad = tensor(grad);
            optimizer.step();
            for (int i = 0; i < 3; i++)
            {
                m[i] = (0.8 * m[i]) + (0.2 * grad[i]);
                v[i] = (0.9 * v[i]) + (0.1 * grad[i] * grad[i]);
                most[i] = Math.Max(most[i], v[i]);
                double second = (amsgrad ? most[i] : v[i]) / (1 - Math.Pow(0.9, step));
                expected[i] -= 0.01 * ((decay * expected[i]) + (m[i] / (1 - Math.Pow(0.8, step)) / (Math.Sqrt(second) + 1e-7)));
            }
        }

        TorchTests.AssertTensor(w.detach(), float64, [3], expected, 1e-9);
    }

    [Fact]
    public void ParamGroups_EachWithItsOwnOptions_AreHonoured()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter decayed = nn.Parameter(ones(2)), plain = nn.Parameter(ones(2)), idle = nn.Parameter(ones(2));
        using var optimizer = new AdamW(
        [
            new AdamW.ParamGroup([decayed], lr: 0.5, weight_decay: 0.5),
            new AdamW.ParamGroup([plain, idle], lr: 0.25),
        ]);
        decayed.grad = zeros(2);
        plain.grad = ones(2);
        optimizer.step();

        Assert.Equal((0.75f, 0.75f, 1f), (decayed[0].ToSingle(), plain[0].ToSingle(), idle[0].ToSingle()));
        Assert.Equal([0.5, 0.25], optimizer.ParamGroups.Select(g => g.LearningRate));
        foreach (optim.ILearningRateController group in optimizer.ParamGroups) group.LearningRate = 0;
        optimizer.step();
        Assert.Equal(0.75f, plain[0].ToSingle());
        Assert.Equal([0.5, 0.25], optimizer.ParamGroups.Select(g => g.InitialLearningRate));
    }

    [Fact]
    public void ZeroGrad_OfTheOptimizer_ZeroesInPlaceAndStepLeavesNoTensors()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter w = nn.Parameter(ones(2));
        using AdamW optimizer = optim.AdamW([w]);
        using Tensor grad = ones(2);
        w.grad = grad;
        optimizer.step();
        TorchTests.Collect();
        long before = Tensor.TotalCount;
        optimizer.step();
        optimizer.zero_grad();

        Assert.Equal(before, Tensor.TotalCount);
        Assert.Equal(0, grad.sum().ToSingle());
        Assert.NotNull(w.grad);
    }

    [Fact]
    public void Step_WithAClosure_ReturnsItsLoss()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter w = nn.Parameter(ones(2));
        using AdamW optimizer = optim.AdamW([w], lr: 0.1);
        Tensor? loss = optimizer.step(() =>
        {
            Tensor l = (w * 3).sum();
            l.backward();
            return l;
        });

        Assert.Equal(6, loss!.ToSingle());
        Assert.Equal(0.9f, w[0].ToSingle(), 5);
    }

    [Theory]
    [InlineData(1.0, 0.5)]
    [InlineData(100.0, 1.0)]
    public void ClipGradNorm_OverSeveralParameters_ScalesThemTogether(double limit, double factor)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter a = nn.Parameter(zeros(2)), b = nn.Parameter(zeros(1)), none = nn.Parameter(zeros(1));
        a.grad = tensor([1f, 1f]);
        b.grad = tensor([(float)Math.Sqrt(2)]);

        double norm = nn.utils.clip_grad_norm_([a, b, none], limit);

        Assert.Equal(2, norm, 5);
        Assert.Equal(factor, a.grad[0].ToDouble(), 4);
        Assert.Equal(factor * Math.Sqrt(2), b.grad[0].ToDouble(), 4);
    }
}
