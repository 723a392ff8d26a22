using System.Text.Json.Nodes;
using Hir.Shared.Metrics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hir.Cli.Display;

/// <summary>
/// Where a command says things: results on standard output, everything else on standard error. With --json only the result's one object
/// goes to standard output; with --quiet only warnings, errors and results are said.
/// </summary>
internal sealed class Terminal(bool quiet, bool verbose, bool json, TimeProvider time) : IProgress<PhaseProgress>, IDisposable
{
    private readonly ProgressLine _progress = new(System.Console.Error, !System.Console.IsErrorRedirected, time);

    public bool Quiet => quiet;

    public bool Verbose => verbose;

    public bool Json => json;

    public TimeProvider Time => time;

    /// <summary>A line about what happens.</summary>
    public void Say(string line)
    {
        if (!quiet) Line(line);
    }

    /// <summary>A line for who wants to know more.</summary>
    public void Detail(string line)
    {
        if (verbose) Line(line);
    }

    public void Warn(string line) => Line("warning: " + line);

    public void Error(string line) => Line("error: " + line);

    /// <summary>A line of the result; goes to standard error with --json, where standard output belongs to the object.</summary>
    public void Result(string line)
    {
        _progress.Clear();
        (json ? System.Console.Error : System.Console.Out).WriteLine(line);
    }

    /// <summary>A table or a chart of the result.</summary>
    public void Result(IRenderable shown)
    {
        _progress.Clear();
        bool redirected = json ? System.Console.IsErrorRedirected : System.Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(json ? System.Console.Error : System.Console.Out),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = InteractionSupport.No,
        });
        // A file has no width: nothing is wrapped there.
        if (redirected) console.Profile.Width = 240;
        console.Write(shown);
    }

    /// <summary>The machine-readable result; printed with --json only.</summary>
    public void ResultJson(JsonObject result)
    {
        if (json) System.Console.Out.WriteLine(result.ToJsonString(Hir.Shared.Json.Plain));
    }

    public void Report(PhaseProgress value)
    {
        if (!quiet) _progress.Report(value);
    }

    public void Dispose() => _progress.Clear();

    private void Line(string line)
    {
        _progress.Clear();
        System.Console.Error.WriteLine(line);
    }
}
