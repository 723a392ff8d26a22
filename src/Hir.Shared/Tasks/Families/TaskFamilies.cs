namespace Hir.Shared.Tasks.Families;

/// <summary>The built-in task families.</summary>
public static class TaskFamilies
{
    /// <summary>The twelve tasks of the paper, in its order.</summary>
    public static IReadOnlyList<TaskFamily> OfThePaper { get; } =
    [
        new TrackingShuffledObjects(3, "tracking_shuffled_objects_three_objects"),
        new TrackingShuffledObjects(5, "tracking_shuffled_objects_five_objects"),
        new TrackingShuffledObjects(7, "tracking_shuffled_objects_seven_objects"),
        new LogicalDeduction(3, "logical_deduction_three_objects"),
        new LogicalDeduction(5, "logical_deduction_five_objects"),
        new LogicalDeduction(7, "logical_deduction_seven_objects"),
        new DateUnderstanding(),
        new ObjectCounting(),
        new GeometricShapes(),
        new PenguinsInATable(),
        new ReasoningAboutColoredObjects(),
        new WordSorting("word_sorting", 4, 6, "Four to six words, to be written in alphabetical order. The answer is free text."),
    ];

    /// <summary>All families, in the order in which they are listed to users.</summary>
    public static IReadOnlyList<TaskFamily> All { get; } =
    [
        .. OfThePaper,
        new DyckLanguages(),
        new Hyperbaton(),
        new WordSorting("word_sorting_eight", 8, 8, "Eight words, to be written in alphabetical order: the shipped base is hardly ever right."),
    ];

    // Names of before there were seven objects. Saved runs and configurations that hold one go on with the same data.
    private static readonly TaskFamily[] Former =
    [
        new TrackingShuffledObjects(3, "tracking_shuffled_objects_3"),
        new TrackingShuffledObjects(5, "tracking_shuffled_objects_5"),
        new LogicalDeduction(3, "logical_deduction_3"),
    ];

    /// <summary>The family of a name, or null.</summary>
    /// <param name="name">A name such as "word_sorting"; case matters.</param>
    /// <returns>The family, or null where no family has the name.</returns>
    public static TaskFamily? Find(string name) => All.Concat(Former).FirstOrDefault(family => family.Name == name);
}
