namespace Hir.Sampler.Engines;

/// <summary>A prompt that was read, for the sequences that continue it.</summary>
/// <param name="Batch">Where its keys and values lie; null for a prompt of one token, which leaves nothing to read ahead.</param>
/// <param name="Entry">Its entry there.</param>
/// <param name="Past">Tokens that were read: all but the last.</param>
/// <param name="LastToken">The last, which each sequence is given in its first step.</param>
internal readonly record struct ReadPrompt(PrefilledPrompts? Batch, int Entry, int Past, int LastToken);
