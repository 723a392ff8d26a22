using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>
/// What one micro-batch adds to the terms of its batch's loss, scalars already divided by the batch's totals: the terms of all
/// micro-batches add up to those of the batch, and so do their gradients. A term that the objective does not have is null.
/// </summary>
/// <param name="Loss">What is minimised.</param>
/// <param name="Entropy">L_entropy.</param>
internal sealed record LossTerms(Tensor Loss, Tensor Entropy)
{
    /// <summary>L_supervised.</summary>
    public Tensor? Supervised { get; init; }

    /// <summary>L_contrastive.</summary>
    public Tensor? Contrastive { get; init; }

    /// <summary>L_KL, the divergence from the start model.</summary>
    public Tensor? Kl { get; init; }

    /// <summary>L_policy, the clipped surrogate.</summary>
    public Tensor? Policy { get; init; }

    /// <summary>L_value.</summary>
    public Tensor? Value { get; init; }

    /// <summary>The share of tokens whose gradient was clipped away.</summary>
    public Tensor? ClipShare { get; init; }

    /// <summary>Reads the numbers, in one transfer.</summary>
    public LossValues Read()
    {
        using var scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        Tensor?[] terms = [Loss, Entropy, Supervised, Contrastive, Kl, Policy, Value, ClipShare];
        double[] numbers = stack(terms.OfType<Tensor>()).to(ScalarType.Float64).cpu().data<double>().ToArray();
        int at = 0;
        double?[] values = [.. terms.Select(t => t is null ? (double?)null : numbers[at++])];
        return new LossValues(values[0]!.Value, values[1]!.Value)
        {
            Supervised = values[2] ?? 0,
            Contrastive = values[3] ?? 0,
            Kl = values[4],
            Policy = values[5],
            Value = values[6],
            ClipShare = values[7],
        };
    }
}
