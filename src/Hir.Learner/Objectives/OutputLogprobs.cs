using Hir.Learner.Batching;
using Hir.Learner.Models;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>What the model says of a micro-batch's outputs. Made by one forward over all its prompts.</summary>
internal sealed class OutputLogprobs
{
    private OutputLogprobs(MicroBatch batch, Tensor own, Device device)
    {
        Batch = batch;
        Own = own;
        OwnTargets = own.gather(1, tensor(batch.OwnTargets, device: device).unsqueeze(1)).squeeze(1);
        Device = device;
    }

    /// <summary>The micro-batch.</summary>
    public MicroBatch Batch { get; }

    /// <summary>Where the tensors are.</summary>
    public Device Device { get; }

    /// <summary>log p_it(v), each output token under its own prompt: [tokens, vocab_size].</summary>
    public Tensor Own { get; }

    /// <summary>l_it, the log-probability of each output token under its own prompt: [tokens].</summary>
    public Tensor OwnTargets { get; }

    /// <summary>l'_it under the contrast prompts, or l_it under every prompt (prompt by prompt): [contrast tokens]; null without
    /// contrast.</summary>
    public Tensor? ContrastTargets { get; private init; }

    /// <summary>Runs the model.</summary>
    public static OutputLogprobs Of(LanguageModel model, MicroBatch batch)
    {
        Device device = model.Device;
        Tensor hidden = model.Read(batch.PromptIds, batch.PromptLengths, batch.PromptLength)
            .Continue(batch.DecoderIds, batch.Groups, batch.OutputLength);
        Tensor Logits(long[] positions) => model.Logits(hidden.index_select(0, tensor(positions, device: device)));

        Tensor own = Logits(batch.OwnPositions).log_softmax(-1);
        if (batch.ContrastPositions.Length == 0) return new OutputLogprobs(batch, own, device);

        // Only the token's own log-probability is needed here: no normalised copy of the whole distribution.
        Tensor logits = Logits(batch.ContrastPositions);
        Tensor chosen = logits.gather(1, tensor(batch.ContrastTargets, device: device).unsqueeze(1)).squeeze(1);
        return new OutputLogprobs(batch, own, device) { ContrastTargets = chosen - logits.logsumexp(-1) };
    }

    /// <summary>Adds tokens' numbers up by pair.</summary>
    /// <param name="perToken">[tokens], or [prompts, tokens].</param>
    /// <param name="pairOfToken">Which pair each token belongs to.</param>
    /// <param name="pairs">How many pairs.</param>
    /// <param name="mean">Whether to divide by each pair's tokens.</param>
    /// <returns>[pairs], or [prompts, pairs].</returns>
    public Tensor ByPair(Tensor perToken, int[] pairOfToken, int pairs, bool mean = false)
    {
        // A product with a matrix of zeros and ones adds in a fixed order on every device, which scattering does not.
        float[] matrix = new float[pairOfToken.Length * pairs];
        int[] counts = new int[pairs];
        foreach (int pair in pairOfToken) counts[pair]++;
        for (int t = 0; t < pairOfToken.Length; t++) matrix[t * pairs + pairOfToken[t]] = mean ? 1f / counts[pairOfToken[t]] : 1f;
        Tensor segments = tensor(matrix, [pairOfToken.Length, pairs], Own.dtype, Device);
        return perToken.dim() == 2 ? perToken.mm(segments) : perToken.unsqueeze(0).mm(segments).squeeze(0);
    }

    /// <summary>Some elements of a vector.</summary>
    public Tensor Select(Tensor vector, int[] indices) =>
        vector.index_select(0, tensor([.. indices.Select(i => (long)i)], ScalarType.Int64, Device));
}
