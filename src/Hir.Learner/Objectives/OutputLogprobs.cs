using Hir.Learner.Batching;
using Hir.Learner.Models;
using Hir.Shared.Pairs;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>What the model says of a micro-batch's outputs. Made by one forward over all its prompts.</summary>
internal sealed class OutputLogprobs
{
    private OutputLogprobs(MicroBatch batch, IterationTargets targets, Tensor own, Device device)
    {
        Batch = batch;
        Targets = targets;
        Own = own;
        OwnTargets = own.gather(1, tensor(batch.OwnTargets, device: device).unsqueeze(1)).squeeze(1);
        Device = device;
    }

    /// <summary>The micro-batch.</summary>
    public MicroBatch Batch { get; }

    /// <summary>What was computed for the pairs before the iteration's first step.</summary>
    public IterationTargets Targets { get; }

    /// <summary>V_t, what the value head says before each output token: [tokens]; null without one.</summary>
    public Tensor? Values { get; private init; }

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
    /// <param name="model">The model.</param>
    /// <param name="batch">The micro-batch.</param>
    /// <param name="targets">What is fixed for the iteration; null where nothing is.</param>
    /// <param name="head">The value head, or null.</param>
    public static OutputLogprobs Of(LanguageModel model, MicroBatch batch, IterationTargets? targets = null, ValueHead? head = null)
    {
        Device device = model.Device;
        Tensor hidden = model.Read(batch.PromptIds, batch.PromptLengths, batch.PromptLength)
            .Continue(batch.DecoderIds, batch.Groups, batch.OutputLength);
        Tensor At(long[] positions) => hidden.index_select(0, tensor(positions, device: device));

        Tensor ownHidden = At(batch.OwnPositions);
        Tensor own = model.Logits(ownHidden).log_softmax(-1);
        Tensor? chosen = null;
        if (batch.ContrastPositions.Length > 0)
        {
            // Only the token's own log-probability is needed here: no normalised copy of the whole distribution.
            Tensor logits = model.Logits(At(batch.ContrastPositions));
            chosen = logits.gather(1, tensor(batch.ContrastTargets, device: device).unsqueeze(1)).squeeze(1) - logits.logsumexp(-1);
        }

        return new OutputLogprobs(batch, targets ?? new IterationTargets(), own, device)
        {
            ContrastTargets = chosen,
            Values = head?.Values(model.Normed(ownHidden)),
        };
    }

    /// <summary>Numbers of the pairs, one a token, as a tensor: [tokens].</summary>
    public Tensor PerToken(Func<TrainingPair, IReadOnlyList<float>> of) =>
        tensor((float[])[.. Batch.Pairs.SelectMany(of)], Own.dtype, Device);

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
