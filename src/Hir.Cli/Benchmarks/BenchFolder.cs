using System.Globalization;
using Hir.Cli.Display;
using Hir.Learner.Models;

namespace Hir.Cli.Benchmarks;

/// <summary>
/// A benchmark's own folder, gone with it. It lies below the current folder, where runs are: the temporary folder may be memory.
/// </summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly string _path = Path.GetFullPath(".hir-bench-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    public BenchFolder() => Directory.CreateDirectory(_path);

    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>The path of a name in the folder.</summary>
    public string File(string name) => Path.Combine(_path, name);

    /// <summary>A new checkpoint in the folder.</summary>
    /// <param name="config">Its config.json.</param>
    /// <param name="shape">Whose shape that is, for the user.</param>
    /// <param name="terminal">Is told.</param>
    public string RandomModel(string config, string shape, Terminal terminal)
    {
        terminal.Say($"making random weights in the shape of {shape}");
        string model = File("source");
        NewCheckpoint.Write(model, config, seed: 0, []);
        return model;
    }
}
