namespace Hir.Sampler.Engines;

/// <summary>One entry that changes its place in a cache.</summary>
/// <param name="From">The entry's old index.</param>
/// <param name="To">Its new one.</param>
/// <param name="Valid">How many of its positions hold something.</param>
internal readonly record struct CacheMove(int From, int To, int Valid);
