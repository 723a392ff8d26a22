using static TorchSharp.torch;

namespace Hir.Learner.Training;

/// <summary>
/// AdamW with decoupled weight decay on all parameters, PyTorch's semantics (beta 0.9 and 0.999, epsilon 1e-8): eight operations on flat
/// tensors a step, however many parameters the model has.
/// </summary>
internal sealed class FlatAdamW : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Tensor _scratch;

    public FlatAdamW(Tensor values)
    {
        using IDisposable noGrad = no_grad();
        Mean = zeros_like(values).DetachFromDisposeScope();
        Square = zeros_like(values).DetachFromDisposeScope();
        _scratch = zeros_like(values).DetachFromDisposeScope();
    }

    /// <summary>The first moment.</summary>
    public Tensor Mean { get; }

    /// <summary>The second moment.</summary>
    public Tensor Square { get; }

    /// <summary>Steps done.</summary>
    public long Steps { get; set; }

    /// <summary>One step.</summary>
    public void Step(Tensor values, Tensor gradients, double learningRate, double weightDecay)
    {
        using IDisposable noGrad = no_grad();
        using var scope = NewDisposeScope();
        Steps++;
        if (weightDecay != 0) values.mul_(1 - learningRate * weightDecay);
        Mean.mul_(Beta1).add_(gradients, 1 - Beta1);
        Square.mul_(Beta2).addcmul_(gradients, gradients, 1 - Beta2);
        _scratch.copy_(Square);
        _scratch.sqrt_().div_(Math.Sqrt(1 - Math.Pow(Beta2, Steps))).add_(Epsilon);
        values.addcdiv_(Mean, _scratch, -learningRate / (1 - Math.Pow(Beta1, Steps)));
    }

    public void Dispose()
    {
        Mean.Dispose();
        Square.Dispose();
        _scratch.Dispose();
    }
}
