namespace Hir.Shared.Decoding;

/// <summary>A drawn token.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Logprob">Its natural-log probability under the raw model: softmax of the logits as they came.</param>
public readonly record struct SampledToken(int Id, float Logprob);
