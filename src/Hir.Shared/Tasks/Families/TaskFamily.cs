namespace Hir.Shared.Tasks.Families;

/// <summary>A generator of examples of one kind of task. Everything it makes depends on its code and the seed alone.</summary>
public abstract class TaskFamily
{
    /// <summary>The seed of the data set that a task name stands for.</summary>
    public const long DefaultSeed = 20230205;

    private readonly Lazy<IReadOnlyList<TaskExample>> _defaultExamples;

    private protected TaskFamily() => _defaultExamples = new(() => Generate(DefaultCount, DefaultSeed));

    /// <summary>The name in task specifications, shards and metrics.</summary>
    public abstract string Name { get; }

    /// <summary>One sentence for the list of tasks.</summary>
    public abstract string Description { get; }

    /// <summary>The number of examples of the data set that the name stands for, before the split.</summary>
    public virtual int DefaultCount => 6_000;

    /// <summary>The data set that the name stands for: <see cref="DefaultCount"/> examples of <see cref="DefaultSeed"/>.</summary>
    public IReadOnlyList<TaskExample> DefaultExamples => _defaultExamples.Value;

    /// <summary>Makes examples. No two share a query, so no split of them does.</summary>
    /// <param name="count">How many; at least 0.</param>
    /// <param name="seed">Any number: equal seeds give equal examples, and a smaller count gives the first of them.</param>
    /// <returns>The examples in the order in which they were drawn; their ids are "NAME-00000" and so on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the family has fewer distinct queries.</exception>
    public IReadOnlyList<TaskExample> Generate(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var random = SeededRandom.For(Name, seed);
        var examples = new List<TaskExample>(count);
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (examples.Count < count)
        {
            var problem = DrawNew(random, known);
            examples.Add(new TaskExample($"{Name}-{examples.Count:D5}", problem.Query, problem.Target, problem.Choices));
        }

        return examples;
    }

    /// <summary>Draws a problem whose query is not among <paramref name="knownQueries"/>, and adds it to them.</summary>
    internal Problem DrawNew(SeededRandom random, HashSet<string> knownQueries)
    {
        for (var attempt = 0; attempt < 10_000; attempt++)
        {
            var problem = Draw(random);
            if (knownQueries.Add(problem.Query))
            {
                return problem;
            }
        }

        // An exception of the caller's argument: only too large a count gets here.
        throw new ArgumentOutOfRangeException(
            "count", $"The family {Name} has no more distinct queries after {knownQueries.Count}; ask for fewer examples.");
    }

    /// <summary>Draws one problem with its right answer.</summary>
    internal abstract Problem Draw(SeededRandom random);

    /// <summary>An answer to the problem that has the right form and is wrong.</summary>
    internal abstract string WrongAnswer(Problem problem, SeededRandom random);

    /// <summary>The right answer, found from the query's text alone; null where the text is none that the family's checker reads.</summary>
    internal virtual string? Solve(string query) => null;

    /// <summary>Compares a target with the answer that the query's text alone leads to, however the query was made.</summary>
    /// <param name="query">The input text, options included.</param>
    /// <param name="target">The answer that is said to be right.</param>
    /// <returns>Whether the target is right, wrong, or the text outside what the family's checker reads.</returns>
    public TargetCheck Check(string query, string target) =>
        Solve(query) is not { } answer ? TargetCheck.NotCovered : answer == target ? TargetCheck.Proved : TargetCheck.Refuted;

    /// <summary>Whether an output has the form of an answer to the query: what a model that understood the question, but cannot solve it, writes.</summary>
    /// <param name="example">An example of this family.</param>
    /// <param name="output">The text that the model wrote.</param>
    /// <returns>True for an answer of the right form, right or wrong.</returns>
    public abstract bool IsWellFormed(TaskExample example, string output);
}
