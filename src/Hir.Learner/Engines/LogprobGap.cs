namespace Hir.Learner.Engines;

/// <summary>How far the learner's log-probabilities of sampled tokens lie from the sampler's.</summary>
/// <param name="Tokens">How many tokens were compared.</param>
/// <param name="Mean">The mean absolute difference.</param>
/// <param name="Largest">The largest absolute difference.</param>
public sealed record LogprobGap(long Tokens, double Mean, double Largest);
