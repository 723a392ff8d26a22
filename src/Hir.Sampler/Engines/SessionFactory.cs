using System.Globalization;
using System.Text.RegularExpressions;
using Hir.Shared;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Engines;

/// <summary>Opens the graphs of a model folder on a device.</summary>
internal static partial class SessionFactory
{
    private const string CudaProvider = "libonnxruntime_providers_cuda.so";

    /// <summary>Opens each graph; all of them lie on one device.</summary>
    /// <param name="graphs">The files.</param>
    /// <param name="options">Device and threads.</param>
    /// <param name="packsWeights">Whether a copy of the weights may be made for the CPU's matrix products, see <see cref="WeightPacking"/>.</param>
    /// <exception cref="InputException">The device is unknown or cannot be had, or a graph is missing or broken.</exception>
    public static InferenceSession[] Open(IReadOnlyList<string> graphs, EngineOptions options, bool packsWeights = true)
    {
        options.Check();
        string[] missing = [.. graphs.Where(g => !File.Exists(g)).Select(g => $"{g}: there is no such file; hir export makes a model folder with its graphs.")];
        if (missing.Length > 0) throw new InputException(missing);

        foreach (string graph in graphs) GraphFile.Check(graph);
        return OpenOnDevice(graphs, options, packsWeights);
    }

    /// <summary>Opens a graph of another exporter, which is not checked.</summary>
    /// <exception cref="InputException">As of <see cref="Open"/>.</exception>
    public static InferenceSession OpenForeign(string graph, EngineOptions options)
    {
        options.Check();
        return OpenOnDevice([graph], options, packsWeights: true)[0];
    }

    private static InferenceSession[] OpenOnDevice(IReadOnlyList<string> graphs, EngineOptions options, bool packsWeights)
    {
        NativeEnvironment.Prepare();
        if (options.Device == "cpu") return OpenOnCpu(graphs, options, packsWeights);

        try
        {
            return OpenAll(graphs, options, packsWeights, options.CudaDevice);
        }
        catch (CudaUnavailableException e) when (options.Device == "auto")
        {
            options.Warn?.Invoke($"No CUDA device can be used ({e.Message}); running on the CPU.");
            return OpenOnCpu(graphs, options, packsWeights);
        }
        catch (CudaUnavailableException e)
        {
            throw new InputException(
                $"device {options.Device} cannot be had: {e.Message}. Mend it (missing: {MissingLibrary(e.Message)}), or use --device cpu, or --device auto to fall back.", e);
        }
    }

    /// <summary>The library that ONNX Runtime's message names, else the provider's own.</summary>
    internal static string MissingLibrary(string message)
    {
        // "Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file": the last one is missing.
        MatchCollection names = LibraryName().Matches(message);
        return names.Count > 0 ? names[^1].Value : CudaProvider;
    }

    private static InferenceSession[] OpenOnCpu(IReadOnlyList<string> graphs, EngineOptions options, bool packsWeights)
    {
        InferenceSession[] sessions = OpenAll(graphs, options, packsWeights, cudaDevice: null);
        if (sessions.Any(HalfOnCpu.IsHalf)) options.Warn?.Invoke(HalfOnCpu.Warning);
        return sessions;
    }

    private static InferenceSession[] OpenAll(IReadOnlyList<string> graphs, EngineOptions options, bool packsWeights, int? cudaDevice)
    {
        List<InferenceSession> sessions = [];
        try
        {
            foreach (string graph in graphs) sessions.Add(OpenOne(graph, options, packsWeights, cudaDevice));
            return [.. sessions];
        }
        catch
        {
            foreach (InferenceSession session in sessions) session.Dispose();
            throw;
        }
    }

    private static InferenceSession OpenOne(string graph, EngineOptions options, bool packsWeights, int? cudaDevice)
    {
        using SessionOptions session = new()
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            // A plan is kept for every shape ever seen, and a batch that shrinks and grows sees many.
            EnableMemoryPattern = false,
        };
        // Threads that wait by spinning take the cores from whoever shares the machine, the learner first: measured on two busy cores, half the
        // CPU time and two to four times the tokens a second without.
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (!packsWeights) session.AddSessionConfigEntry("session.disable_prepacking", "1");
        if (cudaDevice is not null) AppendCuda(session, cudaDevice.Value);

        try
        {
            return new InferenceSession(graph, session);
        }
        catch (OnnxRuntimeException e) when (cudaDevice is not null && IsAboutCuda(e.Message))
        {
            throw new CudaUnavailableException(OneLine(e.Message), e);
        }
        catch (OnnxRuntimeException e) when (cudaDevice is null && HalfOnCpu.LacksKernel(e.Message))
        {
            throw new InputException(HalfOnCpu.Refusal(graph, OneLine(e.Message)), e);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InputException($"{graph}: ONNX Runtime cannot open it: {OneLine(e.Message)}. Export the model folder again.", e);
        }
    }

    /// <summary>The provider can fail here (not built in, library missing) or only when the first session is made (no driver, no such device).</summary>
    private static void AppendCuda(SessionOptions session, int device)
    {
        try
        {
            using OrtCUDAProviderOptions cuda = new();
            cuda.UpdateOptions(new Dictionary<string, string>
            {
                ["device_id"] = device.ToString(CultureInfo.InvariantCulture),
                // Norms of half types sum in float32; else they do in the half type.
                ["enable_skip_layer_norm_strict_mode"] = "1",
            });
            session.AppendExecutionProvider_CUDA(cuda);
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            throw new CudaUnavailableException(OneLine(e.Message), e);
        }
    }

    private static bool IsAboutCuda(string message) =>
        message.Contains("cuda", StringComparison.OrdinalIgnoreCase) || message.Contains("cudnn", StringComparison.OrdinalIgnoreCase)
        || message.Contains("cublas", StringComparison.OrdinalIgnoreCase);

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim().TrimEnd('.');

    [GeneratedRegex(@"lib[A-Za-z0-9_+-]+\.so[.0-9]*[0-9]|lib[A-Za-z0-9_+-]+\.so")]
    private static partial Regex LibraryName();

    private sealed class CudaUnavailableException(string message, Exception inner) : Exception(message, inner);
}
