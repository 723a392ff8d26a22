namespace Hir.Shared.Tasks.Families;

/// <summary>The built-in task families.</summary>
public static class TaskFamilies
{
    /// <summary>All families, in the order in which they are listed to users.</summary>
    public static IReadOnlyList<TaskFamily> All { get; } =
    [
        new TrackingShuffledObjects(3),
        new TrackingShuffledObjects(5),
        new LogicalDeduction(),
        new ObjectCounting(),
        new WordSorting(),
        new DyckLanguages(),
        new Hyperbaton(),
    ];

    /// <summary>The family of a name, or null.</summary>
    /// <param name="name">A name such as "word_sorting"; case matters.</param>
    /// <returns>The family, or null where no family has the name.</returns>
    public static TaskFamily? Find(string name) => All.FirstOrDefault(family => family.Name == name);
}
