namespace Hir.Shared.Handoff;

/// <summary>How far a model folder's graphs were found to agree with the learner's own model when they were made.</summary>
/// <param name="LogprobGapMax">The largest absolute difference between two log-probabilities of one token.</param>
/// <param name="LogprobGapMean">The mean absolute difference.</param>
/// <param name="Tokens">How many tokens were compared.</param>
public sealed record ModelVerification(double LogprobGapMax, double LogprobGapMean, int Tokens);
