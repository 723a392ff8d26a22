using static TorchSharp.torch;

namespace Hir.Learner.Models;

/// <summary>What the decoder needs of a batch of prompts.</summary>
/// <param name="Count">How many prompts.</param>
/// <param name="KeysValues">Each decoder layer's cross-attention keys and values, [Count, heads, length, d_kv].</param>
/// <param name="Padding">0 where a prompt has a token and a large negative number elsewhere, [Count, 1, 1, length]; null without
/// padding.</param>
internal sealed record EncodedPrompts(int Count, (Tensor Keys, Tensor Values)[] KeysValues, Tensor? Padding);
