using Hir.Shared.Decoding;

namespace Hir.Learner.Engines;

/// <summary>An output in the making.</summary>
internal sealed class OutputDraft(RandomStream random)
{
    private readonly List<int> _ids = [];
    private readonly List<float> _logprobs = [];

    /// <summary>Whether the end token was drawn.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Writes the decoder's inputs: the start, then the tokens so far; what follows a finished output does not matter.</summary>
    public void FillInputs(Span<long> inputs, int startId)
    {
        inputs[0] = startId;
        for (int i = 1; i < inputs.Length && i <= _ids.Count; i++) inputs[i] = _ids[i - 1];
    }

    /// <summary>Draws the next token.</summary>
    public void Draw(ReadOnlySpan<float> logits, TokenSampler sampler, GenerationTokens tokens)
    {
        SampledToken token = sampler.Sample(logits, random.DrawAt(_ids.Count));
        _ids.Add(token.Id);
        _logprobs.Add(token.Logprob);
        IsFinished = tokens.IsEnd(token.Id);
    }

    /// <summary>The output as it stands.</summary>
    public GeneratedOutput ToOutput() => new([.. _ids], [.. _logprobs], IsFinished ? FinishReason.Stop : FinishReason.Length);
}
