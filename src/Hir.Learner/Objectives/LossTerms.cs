using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>
/// What one micro-batch adds to the terms of its batch's loss, scalars already divided by the batch's totals: the terms of all
/// micro-batches add up to those of the batch, and so do their gradients.
/// </summary>
/// <param name="Loss">What is minimised.</param>
/// <param name="Supervised">L_supervised.</param>
/// <param name="Contrastive">L_contrastive, null where there is none.</param>
/// <param name="Entropy">L_entropy.</param>
internal sealed record LossTerms(Tensor Loss, Tensor Supervised, Tensor? Contrastive, Tensor Entropy)
{
    /// <summary>Reads the numbers, in one transfer.</summary>
    public LossValues Read()
    {
        using var scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        Tensor values = stack([Loss, Supervised, Contrastive ?? zeros_like(Loss), Entropy]).to(ScalarType.Float64).cpu();
        double[] numbers = values.data<double>().ToArray();
        return new LossValues(numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}

/// <summary>The terms as numbers.</summary>
/// <param name="Loss">What is minimised.</param>
/// <param name="Supervised">L_supervised.</param>
/// <param name="Contrastive">L_contrastive before its weight alpha.</param>
/// <param name="Entropy">L_entropy before its weight beta.</param>
internal readonly record struct LossValues(double Loss, double Supervised, double Contrastive, double Entropy)
{
    /// <summary>Adds the terms of another part of the batch.</summary>
    public static LossValues operator +(LossValues a, LossValues b) =>
        new(a.Loss + b.Loss, a.Supervised + b.Supervised, a.Contrastive + b.Contrastive, a.Entropy + b.Entropy);

    /// <summary>Whether every term is a number.</summary>
    public bool IsFinite => double.IsFinite(Loss) && double.IsFinite(Supervised) && double.IsFinite(Contrastive) && double.IsFinite(Entropy);
}
