namespace Hir.Cli.Studies;

/// <summary>Methods that are compared by whole runs: each with every seed, all from one configuration.</summary>
internal sealed record Study
{
    /// <summary>The name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>The configuration that every run starts from.</summary>
    public required string Config { get; init; }

    /// <summary>What is compared, in the order of the table's columns.</summary>
    public required IReadOnlyList<StudyMethod> Methods { get; init; }

    /// <summary>Seeds 0, 1, … a method.</summary>
    public required int Seeds { get; init; }

    /// <summary>Settings of every run, as --set takes them.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Whether the table has a method a row with the mean over the tasks, rather than a task a row.</summary>
    public bool MethodsAreRows { get; init; }

    /// <summary>Published figures beside ours: a column's title, and a percentage for each of our tasks that it has.</summary>
    public IReadOnlyList<(string Title, IReadOnlyDictionary<string, double> Percent)> Published { get; init; } = [];

    /// <summary>Whether each run's last model is also asked for every level of its phi, and the table shows what came of it.</summary>
    public bool AsksLevels { get; init; }

    /// <summary>The runs: one seed of all methods before the next, so that a study that is stopped has comparable ones.</summary>
    public IEnumerable<StudyRun> Runs =>
        Enumerable.Range(0, Seeds).SelectMany(seed => Methods.Select(method => new StudyRun(method, seed)));
}

/// <summary>One of the compared methods.</summary>
/// <param name="Name">A few words.</param>
/// <param name="Settings">What sets it apart, as --set takes it.</param>
internal sealed record StudyMethod(string Name, params string[] Settings);

/// <summary>One run of a study.</summary>
internal sealed record StudyRun(StudyMethod Method, int Seed)
{
    /// <summary>The name of its folder.</summary>
    public string Name => $"{string.Join('-', Method.Name.Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries))}-seed{Seed}";
}
