using Hir.Shared.Weights.Architectures;

namespace Hir.Cli.Verification;

/// <summary>
/// The prompts and outputs that an exported model is tried on: the shortest, a long one, and lengths between, all in one padded batch; tokens
/// spread over the vocabulary. A function of the network alone, so that two exports are tried alike.
/// </summary>
internal sealed class ExportProbes(ModelConfig config)
{
    /// <summary>Tokens that are generated after each of <see cref="Prompts"/>, several times, to try steps on a shared prompt.</summary>
    public const int NewTokens = 6, Samples = 3;

    // Longer than T5's 128 distances, and than the original contexts at which rotary positions begin to be scaled in small test models.
    private const int Longest = 300;

    private static readonly (int Prompt, int Output)[] Lengths = [(1, 1), (1, 7), (2, 1), (3, 20), (17, 5), (40, 2), (Longest, 12)];

    /// <summary>Prompts to continue.</summary>
    public int[][] Prompts => [.. Pairs.Select(pair => pair.Prompt).Where((_, i) => i % 2 == 0)];

    /// <summary>Outputs to score after prompts.</summary>
    public (int[] Prompt, int[] Output)[] Pairs =>
    [
        .. Lengths.Select((lengths, i) =>
        {
            int most = config.MaxTokens ?? int.MaxValue;
            int output = Math.Min(lengths.Output, Math.Max(1, most / 2));
            int prompt = Math.Max(1, Math.Min(lengths.Prompt, most - Math.Max(output, NewTokens)));
            return (Ids(prompt, i), Ids(output, i + 100));
        }),
    ];

    private int[] Ids(int length, int salt) =>
    [
        .. Enumerable.Range(0, length)
            .Select(t => (int)((((uint)(t + 1) * 2654435761u) ^ ((uint)(salt + 1) * 2246822519u)) % (uint)config.VocabSize)),
    ];
}
