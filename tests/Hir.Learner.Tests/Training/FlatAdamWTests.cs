using Hir.Learner.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hir.Learner.Tests.Training;

public class FlatAdamWTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    public void Step_RandomGradients_EqualsTheLibrarysAdamW(double decay)
    {
        using var scope = NewDisposeScope();
        Generator random = new(3);
        Tensor start = randn([50], generator: random);
        Parameter parameter = new(start.clone());
        var library = optim.AdamW([parameter], lr: 0.02, weight_decay: decay);
        Tensor values = start.clone();
        using FlatAdamW own = new(values);

        for (int step = 0; step < 30; step++)
        {
            Tensor gradient = randn([50], generator: random) * (step % 7 == 0 ? 1e-4 : 3.0);
            parameter.grad = gradient.clone();
            library.step();
            own.Step(values, gradient, 0.02, decay);
        }

        Assert.True((values - parameter).abs().max().item<float>() < 2e-6f);
        Assert.True((values - start).abs().max().item<float>() > 0.1f);
        Assert.Equal(30, own.Steps);
    }

    [Fact]
    public void Step_FirstStep_MovesEachWeightByTheLearningRate()
    {
        // With both moments corrected the first update is g / (|g| + eps) times the rate, whatever the size of g.
        using var scope = NewDisposeScope();
        Tensor values = zeros([3]);
        using FlatAdamW own = new(values);

        own.Step(values, tensor([0.001f, -5f, 0f]), 0.1, 0);

        Assert.Equal([-0.1f, 0.1f, 0f], values.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }
}
