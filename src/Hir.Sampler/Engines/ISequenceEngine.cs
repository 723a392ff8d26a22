using Hir.Shared.Decoding;

namespace Hir.Sampler.Engines;

/// <summary>
/// A model that continues sequences: prompts are read once, any number of sequences grow from each, and all open sequences advance together. Which
/// prompts enter when is the caller's choice; where they lie in memory is the engine's. Not for two threads at once.
/// </summary>
public interface ISequenceEngine : IDisposable
{
    /// <summary>What the model can be given.</summary>
    ModelLimits Limits { get; }

    /// <summary>End, pad and start tokens.</summary>
    GenerationTokens Tokens { get; }

    /// <summary>What has been done so far.</summary>
    EngineCounters Counters { get; }

    /// <summary>Reads a batch of prompts; short ones are padded to the longest of the batch.</summary>
    /// <param name="prompts">Token ids, each within <see cref="Limits"/> and not empty: the caller has checked.</param>
    /// <param name="handles">Receives a handle for each, until <see cref="Release"/>.</param>
    void Prefill(IReadOnlyList<int[]> prompts, Span<int> handles);

    /// <summary>Begins a sequence after a prompt.</summary>
    /// <returns>The sequence's handle, until <see cref="Close"/>.</returns>
    int Open(int prompt);

    /// <summary>The token to give a new sequence in its first step: the decoder's start token, or the prompt's last one in a decoder-only model.</summary>
    int FirstToken(int prompt);

    /// <summary>Advances every open sequence by one token.</summary>
    /// <param name="sequences">Handles of all the open sequences, in any order.</param>
    /// <param name="tokens">The token that each is given.</param>
    void Step(ReadOnlySpan<int> sequences, ReadOnlySpan<int> tokens);

    /// <summary>The raw logits [vocabulary] for the next token of sequence i of the last step; overwritten by the next step.</summary>
    ReadOnlySpan<float> Logits(int index);

    /// <summary>Ends a sequence: it leaves the batch.</summary>
    void Close(int sequence);

    /// <summary>Forgets a prompt that has no open sequence.</summary>
    void Release(int prompt);

    /// <summary>Log-probabilities of given outputs, all in one pass.</summary>
    /// <param name="groups">Prompts, each with its outputs; padded to the longest prompt, the most outputs and the longest output.</param>
    /// <returns>For each prompt and output the natural-log probability of every output token.</returns>
    float[][][] Score(IReadOnlyList<PromptOutputs> groups);
}
