using System.Diagnostics;
using Hir.Sampler.Engines;
using Hir.Shared;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Tests.Fuzz;

/// <summary>
/// A process that opens and runs graphs in native code, one after the other: where one ends it, the test lives on, knows the graph, and
/// starts another process.
/// </summary>
internal sealed class GraphChild : IDisposable
{
    // A tiny graph opens in milliseconds; where constants grow, ONNX Runtime computes them when it opens.
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(20);

    // Kibibytes of address space: the runtime and ONNX Runtime need a part of it, a graph of some kilobytes next to nothing.
    private const int MostMemory = 8 << 20;

    /// <summary>Instead of a path: has the process die.</summary>
    public const string Death = "--die";

    private Process? _process;

    /// <summary>Opens and runs a graph.</summary>
    /// <returns>What came of it: "ran", or "refused" with ONNX Runtime's words.</returns>
    /// <exception cref="GraphCrashException">The process ended or hung.</exception>
    public string Open(string path)
    {
        _process ??= Start();
        _process.StandardInput.WriteLine(path);
        _process.StandardInput.Flush();
        Task<string?> answer = _process.StandardOutput.ReadLineAsync();
        bool isInTime = answer.Wait(HangLimit);
        if (isInTime && answer.Result is { } line) return line;
        string how;
        if (isInTime)
        {
            _process.WaitForExit();
            how = $"ended with {_process.ExitCode}";
        }
        else
        {
            // Whether it computed or waited tells a graph that is slow from a machine that is.
            double seconds = _process.TotalProcessorTime.TotalSeconds;
            how = $"did not answer in {HangLimit.TotalSeconds} s; CPU seconds of all its graphs: {seconds:0}";
        }

        Dispose();
        throw new GraphCrashException($"the process that opened the graph {how}");
    }

    public void Dispose()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        _process = null;
    }

    /// <summary>The child's side.</summary>
    public static int Serve()
    {
        while (Console.ReadLine() is { } path)
        {
            if (path == Death) Environment.FailFast("asked to");
            Console.WriteLine(OpenAndRun(path));
        }

        return 0;
    }

    private static string OpenAndRun(string path)
    {
        try
        {
            using InferenceSession session = SessionFactory.Open([path], new EngineOptions { Threads = 1 })[0];
            Run(session);
            return "ran";
        }
        catch (Exception e) when (e is InputException or OnnxRuntimeException)
        {
            return "refused: " + e.Message.ReplaceLineEndings(" ");
        }
    }

    private static void Run(InferenceSession session)
    {
        List<OrtValue> values = [];
        try
        {
            foreach (NodeMetadata input in session.InputMetadata.Values)
            {
                // A dimension with a name is 1; 1 divides, fits and indexes whatever there is.
                long[] shape = [.. input.Dimensions.Select(d => d < 0 ? 1L : d)];
                long count = shape.Aggregate(1L, (a, b) => Math.Min(a * b, 1 << 22));
                if (count >= 1 << 22) return;
                if (input.ElementType == typeof(long)) values.Add(OrtValue.CreateTensorValueFromMemory(Filled(count, 1L), shape));
                else if (input.ElementType == typeof(float)) values.Add(OrtValue.CreateTensorValueFromMemory(Filled(count, 0.5f), shape));
                else return;
            }

            using RunOptions options = new();
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
                options, [.. session.InputMetadata.Keys], values, [.. session.OutputMetadata.Keys]);
        }
        finally
        {
            foreach (OrtValue value in values) value.Dispose();
        }
    }

    private static T[] Filled<T>(long count, T value)
    {
        T[] values = new T[count];
        Array.Fill(values, value);
        return values;
    }

    private static Process Start()
    {
        ProcessStartInfo start = new(
            "bash", ["-c", $"ulimit -c 0 -v {MostMemory}; exec dotnet exec \"$0\"", typeof(GraphChild).Assembly.Location])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The collector reserves address space by this.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x20000000";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }
}

/// <summary>A graph ended the process that opened it.</summary>
internal sealed class GraphCrashException(string message) : Exception(message);
