using Hir.Sampler.Engines;
using Hir.Shared;

namespace Hir.Sampler.Decoding;

/// <summary>Whether a model can be given the requests; all problems at once, up to a number that a person reads.</summary>
internal sealed class RequestCheck(ModelLimits limits)
{
    private const int MostListed = 20;

    private readonly List<string> _problems = [];
    private int _more;

    /// <summary>Checks the prompt of request <paramref name="index"/>, from 0.</summary>
    public void Prompt(int index, int[] tokenIds)
    {
        if (tokenIds.Length == 0) Add($"prompt {index + 1} is empty: a prompt must have at least one token.");
        if (limits.MaxPromptTokens is int most && tokenIds.Length > most)
        {
            Add($"prompt {index + 1} has {tokenIds.Length} tokens: this model takes {most} at most. Shorten it.");
        }

        Range($"prompt {index + 1}", tokenIds);
    }

    /// <summary>Checks the output of request <paramref name="index"/>, from 0.</summary>
    public void Output(int index, int[] tokenIds)
    {
        MaxTokens($"output {index + 1} has", tokenIds.Length);
        Range($"output {index + 1}", tokenIds);
    }

    /// <summary>Checks a number of output tokens against the model's limit.</summary>
    public void MaxTokens(string subject, int tokens)
    {
        if (limits.MaxOutputTokens is int most && tokens > most) Add($"{subject} {tokens} tokens: this model makes {most} at most.");
    }

    /// <summary>Checks the prompt of request <paramref name="index"/>, from 0, and what may follow it against the context.</summary>
    /// <param name="index">The request.</param>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="output">The output's.</param>
    /// <param name="source">Where the output's number comes from: "max_new_tokens", "its output".</param>
    public void Together(int index, int prompt, int output, string source)
    {
        if (limits.MaxTokens is not int most || (long)prompt + output <= most) return;
        Add(
            $"prompt {index + 1} has {prompt} tokens and {source} {output}, together {(long)prompt + output}: "
            + $"this model's context holds {most}. Shorten one of them.");
    }

    /// <summary>Throws where something was wrong.</summary>
    /// <exception cref="InputException">Lists the problems.</exception>
    public void Throw()
    {
        if (_problems.Count == 0) return;
        if (_more > 0) _problems.Add($"and {_more} more problems of this kind.");
        throw new InputException(_problems);
    }

    private void Range(string subject, int[] tokenIds)
    {
        foreach (int id in tokenIds)
        {
            if (id >= 0 && id < limits.VocabularySize) continue;
            Add($"{subject} holds the token id {id}: this model's ids lie between 0 and {limits.VocabularySize - 1}.");
            return;
        }
    }

    private void Add(string problem)
    {
        if (_problems.Count < MostListed) _problems.Add(problem);
        else _more++;
    }
}
