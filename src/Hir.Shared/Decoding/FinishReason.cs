namespace Hir.Shared.Decoding;

/// <summary>Why an output ended, as files say it.</summary>
public static class FinishReason
{
    /// <summary>The model produced an end token.</summary>
    public const string Stop = "stop";

    /// <summary>The limit of new tokens was reached.</summary>
    public const string Length = "length";
}
