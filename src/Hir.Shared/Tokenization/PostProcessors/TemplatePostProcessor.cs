namespace Hir.Shared.Tokenization.PostProcessors;

/// <summary>Puts special tokens before and after a text's ids.</summary>
internal sealed record TemplatePostProcessor(IReadOnlyList<int> Before, IReadOnlyList<int> After)
{
    /// <summary>Adds nothing.</summary>
    public static TemplatePostProcessor None { get; } = new([], []);
}
