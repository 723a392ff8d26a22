namespace Hir.Learner.Objectives;

/// <summary>The terms of a loss as numbers, each before its weight; null where the objective has no such term.</summary>
/// <param name="Loss">What is minimised.</param>
/// <param name="Entropy">L_entropy.</param>
internal readonly record struct LossValues(double Loss, double Entropy)
{
    /// <summary>L_supervised, 0 where there is none.</summary>
    public double Supervised { get; init; }

    /// <summary>L_contrastive, 0 where there is none.</summary>
    public double Contrastive { get; init; }

    /// <summary>L_KL.</summary>
    public double? Kl { get; init; }

    /// <summary>L_policy.</summary>
    public double? Policy { get; init; }

    /// <summary>L_value.</summary>
    public double? Value { get; init; }

    /// <summary>The share of tokens whose gradient was clipped away.</summary>
    public double? ClipShare { get; init; }

    /// <summary>Adds the terms of another part of the batch.</summary>
    public static LossValues operator +(LossValues a, LossValues b) => new(a.Loss + b.Loss, a.Entropy + b.Entropy)
    {
        Supervised = a.Supervised + b.Supervised,
        Contrastive = a.Contrastive + b.Contrastive,
        Kl = a.Kl + b.Kl,
        Policy = a.Policy + b.Policy,
        Value = a.Value + b.Value,
        ClipShare = a.ClipShare + b.ClipShare,
    };

    /// <summary>Whether every term is a number.</summary>
    public bool IsFinite =>
        Named.All(t => double.IsFinite(t.Value));

    /// <summary>The terms that are there, with the names of messages.</summary>
    public IEnumerable<(string Name, double Value)> Named
    {
        get
        {
            yield return ("loss", Loss);
            yield return ("supervised", Supervised);
            yield return ("contrastive", Contrastive);
            yield return ("entropy", Entropy);
            if (Kl is { } kl) yield return ("kl", kl);
            if (Policy is { } policy) yield return ("policy", policy);
            if (Value is { } value) yield return ("value", value);
        }
    }
}
