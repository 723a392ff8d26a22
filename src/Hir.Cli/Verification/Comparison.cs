using Hir.Shared.Handoff;

namespace Hir.Cli.Verification;

/// <summary>Graphs against the learner's model on the same outputs.</summary>
/// <param name="Found">How far they are apart.</param>
/// <param name="Spread">The mean distance of the learner's log-probabilities from their own mean.</param>
internal sealed record Comparison(ModelVerification Found, double Spread)
{
    /// <summary>
    /// Whether the graphs know nothing of the model: they are further from the learner's model than one and the same number for every token would be.
    /// Quantized graphs are coarse and this bound says nothing of their quality, but broken ones do not pass it.
    /// </summary>
    public bool IsUnrelated => !double.IsFinite(Found.LogprobGapMax) || Found.LogprobGapMean > Spread;
}
