namespace Hir.Shared.Tasks.Families;

/// <summary>What a family's checker says of a target.</summary>
public enum TargetCheck
{
    /// <summary>The query's text leads to this answer.</summary>
    Proved,

    /// <summary>The query's text leads to another answer.</summary>
    Refuted,

    /// <summary>The checker does not read such a text.</summary>
    NotCovered,
}
