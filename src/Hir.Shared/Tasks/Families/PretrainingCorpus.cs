namespace Hir.Shared.Tasks.Families;

/// <summary>
/// What the shipped base model was pretrained on, and mixtures for another one: problems, each under the instruction for a right answer with the right answer, or under the
/// instruction for a wrong answer with a plausible wrong one. No query of it is in a family's default data set.
/// </summary>
public static class PretrainingCorpus
{
    /// <summary>The share of lines that ask for a right answer.</summary>
    public const double RightShare = 0.6;

    /// <summary>
    /// The families that the shipped base model was taught, with their shares of the lines. Evenly mixed, the two are half learnt at the same
    /// time; the other families take many times as long (docs/experiments.md) and are not taught.
    /// </summary>
    public static IReadOnlyList<(TaskFamily Family, double Share)> BaseModelShares { get; } =
        [(TaskFamilies.Find("word_sorting")!, 0.5), (TaskFamilies.Find("hyperbaton")!, 0.5)];

    /// <summary>
    /// The paper's twelve tasks, and the step that multiple choice begins with. Short queries come more often than long ones, which cost
    /// several times as much. No shipped model was made of it: docs/experiments.md says how far it led.
    /// </summary>
    public static IReadOnlyList<(TaskFamily Family, double Share)> TwelveTaskShares { get; } =
    [
        (new OptionLookup(), 2),
        .. TaskFamilies.OfThePaper.Select(family => (family, family.Name switch
        {
            "reasoning_about_colored_objects" or "word_sorting" or "object_counting" or "geometric_shapes" => 3.0,
            _ when family.Name.EndsWith("five_objects", StringComparison.Ordinal) => 0.4,
            _ when family.Name.EndsWith("seven_objects", StringComparison.Ordinal) => 0.3,
            _ => 1.0,
        })),
    ];

    /// <summary>
    /// The same for a second part of a training: sorting and shapes, which come first, only as much as keeps them; more of what comes later
    /// and is short.
    /// </summary>
    public static IReadOnlyList<(TaskFamily Family, double Share)> TwelveTaskLaterShares { get; } =
    [
        (new OptionLookup(), 4),
        .. TaskFamilies.OfThePaper.Select(family => (family, family.Name switch
        {
            "reasoning_about_colored_objects" => 6.0,
            "object_counting" => 3.0,
            "tracking_shuffled_objects_three_objects" or "logical_deduction_three_objects" => 2.0,
            "word_sorting" or "geometric_shapes" => 0.5,
            _ when family.Name.EndsWith("five_objects", StringComparison.Ordinal) => 0.2,
            _ when family.Name.EndsWith("seven_objects", StringComparison.Ordinal) => 0.1,
            _ => 1.0,
        })),
    ];

    /// <summary>Makes the corpus. Equal arguments give equal lines, and a smaller count the first of them.</summary>
    /// <param name="count">How many lines.</param>
    /// <param name="seed">Any number gives problems that the default data sets do not hold.</param>
    /// <param name="correctInstruction">The instruction that asks for a right answer.</param>
    /// <param name="wrongInstruction">The instruction that asks for a wrong one.</param>
    /// <param name="shares">The families and their shares (any positive weights); <see cref="BaseModelShares"/> where it is null.</param>
    /// <returns>The lines, families and instructions mixed at random.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or a family has too few distinct queries.</exception>
    public static IEnumerable<PretrainingExample> Generate(
        int count,
        long seed,
        string correctInstruction,
        string wrongInstruction,
        IReadOnlyList<(TaskFamily Family, double Share)>? shares = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        shares ??= BaseModelShares;
        var random = SeededRandom.For("pretraining", seed);
        var sources = shares.Select(share => new Source(share.Family, seed)).ToArray();
        var total = shares.Sum(share => share.Share);
        for (var line = 0; line < count; line++)
        {
            var point = random.Fraction() * total;
            var chosen = 0;
            while (chosen < shares.Count - 1 && point >= shares[chosen].Share)
            {
                point -= shares[chosen++].Share;
            }

            var family = shares[chosen].Family;
            var problem = sources[chosen].Next();
            yield return random.Fraction() < RightShare
                ? new PretrainingExample(family.Name, correctInstruction, problem.Query, problem.Target, IsRight: true)
                : new PretrainingExample(family.Name, wrongInstruction, problem.Query, family.WrongAnswer(problem, random), IsRight: false);
        }
    }

    /// <summary>Fresh problems of one family: never one of its default data set, never one twice.</summary>
    private sealed class Source(TaskFamily family, long seed)
    {
        private readonly SeededRandom _random = SeededRandom.For($"pretraining of {family.Name}", seed);
        private readonly HashSet<string> _known = family.DefaultExamples.Select(example => example.Query).ToHashSet(StringComparer.Ordinal);

        public Problem Next() => family.DrawNew(_random, _known);
    }
}
