namespace Hir.Sampler.Engines;

/// <summary>A sequence that is being continued.</summary>
internal sealed class DecodeRow(int handle, int prompt, ReadPrompt read)
{
    public int Handle => handle;

    /// <summary>The prompt's handle.</summary>
    public int Prompt => prompt;

    /// <summary>What was read of it.</summary>
    public ReadPrompt Read => read;

    /// <summary>Valid positions of its cache.</summary>
    public int Position { get; set; } = read.Past;

    /// <summary>Its row, or -1 as long as it has none.</summary>
    public int Row { get; set; } = -1;
}
