using Hir.Shared.Feedback;

namespace Hir.Shared.Shards;

/// <summary>
/// One sampled output with all that is known of it: a row of a shard. The columns' names in files are in docs/formats.md.
/// </summary>
public sealed record ShardRow
{
    /// <summary>Unique in a run, and the same under the same seed.</summary>
    public required string SampleId { get; init; }

    /// <summary>The iteration that sampled it, from 0.</summary>
    public required int Iteration { get; init; }

    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>The example's id within the task.</summary>
    public required string QueryId { get; init; }

    /// <summary>Which of the query's samples, from 0.</summary>
    public required int SampleIndex { get; init; }

    /// <summary>p, the instruction that it was sampled under.</summary>
    public required string Instruction { get; init; }

    /// <summary>q.</summary>
    public required string Query { get; init; }

    /// <summary>o, decoded, without special tokens.</summary>
    public required string Output { get; init; }

    /// <summary>The right answer, or null where it is not known.</summary>
    public string? Target { get; init; }

    /// <summary>The prompt's token ids as the model saw them.</summary>
    public required IReadOnlyList<int> PromptTokenIds { get; init; }

    /// <summary>The output's token ids, the end token included when it was produced.</summary>
    public required IReadOnlyList<int> OutputTokenIds { get; init; }

    /// <summary>Natural-log probabilities of the raw model, one for each output token.</summary>
    public required IReadOnlyList<float> OutputLogprobs { get; init; }

    /// <summary>stop or length.</summary>
    public required string FinishReason { get; init; }

    /// <summary>The version of the model that sampled it.</summary>
    public required int ModelVersion { get; init; }

    /// <summary>The fingerprint of the model that sampled it.</summary>
    public required string ModelFingerprint { get; init; }

    /// <summary>The seed of the sequence's random stream.</summary>
    public required long Seed { get; init; }

    /// <summary>The sampling temperature; 0 is greedy.</summary>
    public required double Temperature { get; init; }

    /// <summary>The nucleus threshold; 1 is off.</summary>
    public required double TopP { get; init; }

    /// <summary>How many of the likeliest tokens were kept; 0 is off.</summary>
    public required int TopK { get; init; }

    /// <summary>r, or null without a score.</summary>
    public double? Score { get; init; }

    /// <summary>Whether there is a score, and if not, why.</summary>
    public ScoreStatus ScoreStatus { get; init; }

    /// <summary>JSON text: each part's name to value and status, or null.</summary>
    public string? ScoreParts { get; init; }

    /// <summary>What the feedback function said in words, or null.</summary>
    public string? Feedback { get; init; }

    /// <summary>How many Unicode code points of the output stand before its first error; null where that is not known.</summary>
    public int? FirstError { get; init; }

    /// <summary>p*; null in shards that are not relabeled.</summary>
    public string? RelabeledInstruction { get; init; }

    /// <summary>An instruction that the output does not fulfil, or null.</summary>
    public string? ContrastInstruction { get; init; }

    /// <summary>Whether the output is what the user wants, or null.</summary>
    public bool? IsSuccess { get; init; }

    /// <summary>The first token of the output that is trained on; null, with <see cref="PieceEnd"/>, for the whole output.</summary>
    public int? PieceStart { get; init; }

    /// <summary>The token after the last one that is trained on.</summary>
    public int? PieceEnd { get; init; }

    /// <summary>Where the tokens before the piece go; null is the decoder.</summary>
    public PieceSide? PieceSide { get; init; }

    /// <summary>The row with what the feedback function returned.</summary>
    public ShardRow With(FeedbackResult result) => this with
    {
        Score = result.Score,
        ScoreStatus = result.Status,
        ScoreParts = result.Parts,
        Feedback = result.Text,
        FirstError = result.FirstError,
    };
}
