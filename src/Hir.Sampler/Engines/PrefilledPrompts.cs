namespace Hir.Sampler.Engines;

/// <summary>Keys and values of a batch of prompts, all but each one's last token, kept until every prompt of the batch is released.</summary>
internal sealed class PrefilledPrompts(AttentionCache cache)
{
    /// <summary>Keys and values, [prompts, heads, length, width] each.</summary>
    public AttentionCache Cache { get; } = cache;

    /// <summary>Prompts not yet released.</summary>
    public int InUse { get; set; }
}
