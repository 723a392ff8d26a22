using Hir.Shared.Prompts;

namespace Hir.Sampler.Evaluation;

/// <summary>How a model is evaluated.</summary>
public sealed record EvaluationPlan
{
    /// <summary>The instruction that every query is asked under: the one that asks for what is wanted.</summary>
    public required string Instruction { get; init; }

    /// <summary>The model's fingerprint, for the record.</summary>
    public required string ModelFingerprint { get; init; }

    /// <summary>The model's version, or null outside a run.</summary>
    public int? ModelVersion { get; init; }

    /// <summary>The quantized variant that the engine runs, for the record; null for full precision.</summary>
    public string? Variant { get; init; }

    /// <summary>Tokens at most an output.</summary>
    public int MaxNewTokens { get; init; } = 64;

    /// <summary>Sequences that are decoded together.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>An output is right from this score on.</summary>
    public double CorrectFrom { get; init; } = 1;

    /// <summary>How instruction and query become a prompt.</summary>
    public PromptTemplate Template { get; init; } = PromptTemplate.Default;

    /// <summary>SHA-256 of the tokenizer's file, for the record.</summary>
    public string? TokenizerSha256 { get; init; }
}
