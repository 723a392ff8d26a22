namespace Hir.Shared.Relabeling.Levels;

/// <summary>Which instruction stands against that of an output's level.</summary>
public enum LevelContrast
{
    /// <summary>Against the top level the lowest, against every other the top.</summary>
    Opposite,

    /// <summary>One of the other levels, drawn by seed and sample.</summary>
    Random,

    /// <summary>None.</summary>
    None,
}
