namespace Hir.Sampler.Engines;

/// <summary>What the encoder made of a batch of prompts: their cross-attention keys and values, kept until every prompt of the batch is released.</summary>
internal sealed class EncodedPrompts(AttentionCache cache, NativeBuffer<long> mask) : IDisposable
{
    /// <summary>Keys and values, [prompts, heads, source, width] each.</summary>
    public AttentionCache Cache { get; } = cache;

    /// <summary>1 where a token stands, [prompts, source].</summary>
    public NativeBuffer<long> Mask { get; } = mask;

    /// <summary>Prompts not yet released.</summary>
    public int InUse { get; set; }

    public void Dispose()
    {
        Cache.Dispose();
        Mask.Dispose();
    }
}
