namespace Hir.Shared.Feedback;

/// <summary>How feedback functions are called.</summary>
public sealed record FeedbackRunnerOptions
{
    /// <summary>The longest time limit, in seconds: what a timer can wait.</summary>
    public const double LongestSeconds = 1_000_000;

    /// <summary>Calls at the same time at most. It does not change the results.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>
    /// Outputs a call at most. Those of a call that fails are tried again one by one, so that one bad output costs its neighbours
    /// nothing.
    /// </summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The longest that one call may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The share of outputs without a score through failure or timeout, in [0, 1], above which scoring stops.</summary>
    public double MaxFailureRate { get; init; } = .1;

    /// <summary>Checks the values.</summary>
    /// <param name="key">Where they stand in the configuration, such as <c>feedback</c>.</param>
    /// <exception cref="InputException">Values out of range, all of them.</exception>
    public void Validate(string key)
    {
        List<string> problems = [];
        if (Workers < 1) problems.Add($"{key}.workers: is {Workers} and must be at least 1.");
        if (BatchSize < 1) problems.Add($"{key}.batch_size: is {BatchSize} and must be at least 1.");
        if (TimeLimit <= TimeSpan.Zero) problems.Add($"{key}.time_limit: is {TimeLimit} and must be above 0.");
        if (MaxFailureRate is not (>= 0 and <= 1))
        {
            problems.Add(FormattableString.Invariant($"{key}.max_failure_rate: is {MaxFailureRate} and must be in [0, 1]."));
        }

        if (problems.Count > 0) throw new InputException(problems);
    }
}
