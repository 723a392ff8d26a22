namespace Hir.Shared.Tasks;

/// <summary>Which part of a task's examples is meant.</summary>
public enum TaskSplit
{
    /// <summary>All of them, in their own order.</summary>
    All,

    /// <summary>Four fifths, chosen by the seed.</summary>
    Train,

    /// <summary>The other fifth: what accuracy is measured on.</summary>
    Test,
}
