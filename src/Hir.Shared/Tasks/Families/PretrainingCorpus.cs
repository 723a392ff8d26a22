namespace Hir.Shared.Tasks.Families;

/// <summary>
/// What the shipped base model was pretrained on: problems of all families, each under the instruction for a right answer with the right answer,
/// or under the instruction for a wrong answer with a plausible wrong one. No query of it is in a family's default data set.
/// </summary>
public static class PretrainingCorpus
{
    /// <summary>The share of lines that ask for a right answer.</summary>
    private const double RightShare = 0.6;

    /// <summary>Makes the corpus. Equal arguments give equal lines.</summary>
    /// <param name="count">How many lines; they go round the families in turn, so each family has an equal share.</param>
    /// <param name="seed">Any number but <see cref="TaskFamily.DefaultSeed"/> gives fresh problems; that one would only repeat rejections.</param>
    /// <param name="correctInstruction">The instruction that asks for a right answer.</param>
    /// <param name="wrongInstruction">The instruction that asks for a wrong one.</param>
    /// <param name="families">The families to draw from; all of them where it is null.</param>
    /// <returns>The lines, in an order that mixes families and instructions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or a family has too few distinct queries.</exception>
    public static IReadOnlyList<PretrainingExample> Generate(
        int count, long seed, string correctInstruction, string wrongInstruction, IReadOnlyList<TaskFamily>? families = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        families ??= TaskFamilies.All;
        var streams = families.Select((family, i) => Lines(family, (count + families.Count - 1 - i) / families.Count)).ToArray();
        return [.. Enumerable.Range(0, count).Select(i => streams[i % streams.Length][i / streams.Length])];

        PretrainingExample[] Lines(TaskFamily family, int lines)
        {
            var excluded = family.DefaultExamples.Select(example => example.Query).ToHashSet(StringComparer.Ordinal);
            var random = SeededRandom.For($"pretraining of {family.Name}", seed);
            return [.. family.Generate(lines, seed, excluded).Select(example => Line(family, example, random))];
        }

        PretrainingExample Line(TaskFamily family, TaskExample example, SeededRandom random)
        {
            var isRight = random.Below(1_000) < RightShare * 1_000;
            var problem = new Problem(example.Query, example.Target!, example.Choices);
            return isRight
                ? new PretrainingExample(family.Name, correctInstruction, example.Query, problem.Target, IsRight: true)
                : new PretrainingExample(family.Name, wrongInstruction, example.Query, family.WrongAnswer(problem, random), IsRight: false);
        }
    }
}
