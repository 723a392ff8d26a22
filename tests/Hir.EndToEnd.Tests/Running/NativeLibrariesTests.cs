using System.Diagnostics;
using Hir.EndToEnd.Tests.Setup;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Running;

/// <summary>Sampling and learning live in processes of their own: neither maps the other's native library.</summary>
[Collection(TinyModelCollection.Name)]
public sealed class NativeLibrariesTests(TinyModel model) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_MemoryMapsOfItsRoles_HoldOnlyTheirOwnLibrary()
    {
        string config = model.Configure(_folder);
        string run = _folder.File("run");
        var seen = new Dictionary<string, HashSet<string>> { ["sample"] = [], ["learn"] = [] };
        using Process process = HirProgram.Start(null, "run", config, "--out", run);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.WaitForExit(20)) Look(run, seen);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains(seen["sample"], l => l.StartsWith("libonnxruntime", StringComparison.Ordinal));
        Assert.DoesNotContain(seen["sample"], IsTorch);
        Assert.Contains(seen["learn"], IsTorch);
        Assert.DoesNotContain(seen["learn"], l => l.StartsWith("libonnxruntime", StringComparison.Ordinal));
    }

    [Fact]
    public void Generate_HomeFolder_GetsNoDeviceIdOfOnnxRuntime()
    {
        Directory.CreateDirectory(_folder.File("home"));
        File.WriteAllText(_folder.File("p.jsonl"), "{\"prompt_token_ids\":[5,6,1]}\n");

        using Launched generate = Launched.Start(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "hir.dll"), "generate", "--model", model.Path, "--prompts", _folder.File("p.jsonl"),
                "--out", _folder.File("o.jsonl"),
            ],
            [
                new("HOME", _folder.File("home")), new("XDG_CACHE_HOME", null), new("ORT_DISABLE_TELEMETRY", null), new("CI", null),
                new("ORT_RUNNING_UNIT_TESTS", null),
            ]).Ended();

        generate.With(0);
        Assert.False(Directory.Exists(_folder.File("home", ".cache", "Microsoft")));
    }

    private static bool IsTorch(string library) =>
        library.StartsWith("libtorch", StringComparison.Ordinal) || library.StartsWith("libLibTorchSharp", StringComparison.Ordinal);

    private static void Look(string run, Dictionary<string, HashSet<string>> seen)
    {
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                string[] command = File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
                if (!command.Contains(run) || !command.Contains("--follow")) continue;
                string role = command.Contains("sample") ? "sample" : "learn";
                foreach (string line in File.ReadLines(Path.Combine(process, "maps")))
                {
                    seen[role].Add(Path.GetFileName(line[(line.LastIndexOf(' ') + 1)..]));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The process ended while it was looked at.
            }
        }
    }
}
