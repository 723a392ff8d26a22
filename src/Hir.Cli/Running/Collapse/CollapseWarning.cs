using System.Text.Json.Nodes;

namespace Hir.Cli.Running.Collapse;

/// <summary>A sign that a run is on its way to collapse.</summary>
/// <param name="Kind">Which, a word for programs.</param>
/// <param name="Iteration">When it was seen.</param>
/// <param name="Value">The number that gave it away.</param>
/// <param name="Limit">What it was held against.</param>
/// <param name="Message">What is seen, with the numbers, and what to change.</param>
internal sealed record CollapseWarning(string Kind, int Iteration, double Value, double Limit, string Message)
{
    /// <summary>Whether the iteration before did not show it.</summary>
    public bool IsNew { get; init; } = true;

    /// <summary>Whether it ends a run that is told to stop on collapse.</summary>
    public bool EndsRun { get; init; }

    /// <summary>Its line of metrics.jsonl.</summary>
    public JsonObject ToJson() => new()
    {
        ["role"] = "sampler",
        ["event"] = "warning",
        ["iteration"] = Iteration,
        ["kind"] = Kind,
        ["value"] = Math.Round(Value, 5),
        ["limit"] = Math.Round(Limit, 5),
        ["message"] = Message,
        ["is_new"] = IsNew,
        ["ends_run"] = EndsRun,
    };
}
