namespace Hir.Shared.Weights.Initialization;

/// <summary>What the attention of an untrained network begins with.</summary>
public enum AttentionStart
{
    /// <summary>Independent random weights, as the published code draws them.</summary>
    Published,

    /// <summary>Equal tokens attend to each other, and two heads to the tokens beside; see <see cref="LookupStart"/>.</summary>
    Lookup,
}
