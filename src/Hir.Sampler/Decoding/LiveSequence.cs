using Hir.Shared.Decoding;

namespace Hir.Sampler.Decoding;

/// <summary>An output that is being generated; used again for the next one when it is finished.</summary>
internal sealed class LiveSequence
{
    private readonly List<int> _tokens = [];
    private readonly List<float> _logprobs = [];

    /// <summary>Which request it belongs to.</summary>
    public int Request { get; private set; }

    /// <summary>Which of the request's samples it is.</summary>
    public int Sample { get; private set; }

    /// <summary>The engine's handle.</summary>
    public int Handle { get; private set; }

    /// <summary>Whether the engine still holds it.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Its draws.</summary>
    public RandomStream Stream { get; private set; }

    /// <summary>The token that the engine is given next.</summary>
    public int NextToken { get; private set; }

    /// <summary>Output tokens so far.</summary>
    public int Count => _tokens.Count;

    public void Begin(int request, int sample, int handle, int firstToken, RandomStream stream)
    {
        (Request, Sample, Handle, NextToken, Stream) = (request, sample, handle, firstToken, stream);
        IsOpen = true;
        _tokens.Clear();
        _logprobs.Clear();
    }

    public void Add(SampledToken token)
    {
        _tokens.Add(token.Id);
        _logprobs.Add(token.Logprob);
        NextToken = token.Id;
    }

    public GeneratedOutput ToOutput(string finishReason) => new([.. _tokens], [.. _logprobs], finishReason);
}
