using System.Buffers;
using System.Text.RegularExpressions;

namespace Hir.Cli.Doctor;

/// <summary>ONNX Runtime, its GenAI and libtorch: there, complete, which version, on which linear algebra. Nothing is loaded.</summary>
internal static partial class NativeChecks
{
    private const string OnnxRuntime = "libonnxruntime.so", GenAi = "libonnxruntime-genai.so", Torch = "libLibTorchSharp.so";

    public static void Run(DoctorPlaces places, Func<string, LinkedLibraries?> linkedBy, DoctorReport report)
    {
        if (places.NativeLibrary(OnnxRuntime) is { } runtime)
        {
            report.Add("onnxruntime", "file", runtime);
            report.Add("onnxruntime", "version", OnnxRuntimeVersion(runtime) ?? "unknown");
            report.Add("onnxruntime", "cuda", places.NativeLibrary("libonnxruntime_providers_cuda.so") ?? "no CUDA provider beside it");
            CheckComplete(runtime, linkedBy(runtime), Mends.BuildAgain, report);
        }
        else
        {
            report.Broken($"{OnnxRuntime} is missing in {places.Program}: nothing can be sampled or evaluated", Mends.BuildAgain);
        }

        if (places.NativeLibrary(GenAi) is { } genAi)
        {
            report.Add("onnxruntime-genai", "file", genAi);
            CheckComplete(genAi, linkedBy(genAi), Mends.BuildAgain, report);
        }
        else
        {
            report.Weak($"{GenAi} is missing in {places.Program}: --engine genai cannot be used", Mends.BuildAgain);
        }

        if (places.NativeLibrary(Torch) is not { } torch)
        {
            report.Broken($"{Torch} is missing in {places.Program}: nothing can be trained", Mends.BuildAgain);
            return;
        }

        report.Add("libtorch", "bridge", torch);
        LinkedLibraries? linked = linkedBy(torch);
        CheckComplete(torch, linked, Mends.Libtorch, report);
        if (linked?.FileOf("libtorch_cpu") is not { } libtorch) return;
        report.Add("libtorch", "file", libtorch);
        report.Add(
            "libtorch",
            "version",
            VersionInName().Match(Path.GetFileName(libtorch)) is { Success: true } match ? match.Groups[1].Value : "that of its package");
        Blas blas = Blas.Of(linked);
        report.Add("libtorch", "blas", blas.File is null ? blas.Name : $"{blas.Name} ({blas.File})");
        if (blas.Slow)
            report.Weak(
                $"libtorch multiplies matrices with the reference BLAS ({blas.File}): training is about 15 times slower", Mends.Libtorch);
    }

    /// <summary>The version in the name of its symbols' version (VERS_1.29.0).</summary>
    internal static string? OnnxRuntimeVersion(string file)
    {
        ReadOnlySpan<byte> mark = "VERS_1."u8;
        byte[] block = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            using FileStream stream = File.OpenRead(file);
            int kept = 0;
            while (stream.Read(block.AsSpan(kept)) is > 0 and var read)
            {
                ReadOnlySpan<byte> text = block.AsSpan(0, kept + read);
                if (text.IndexOf(mark) is >= 0 and var at && at + 32 <= text.Length)
                {
                    ReadOnlySpan<byte> rest = text[(at + 5)..];
                    int end = rest.IndexOfAnyExcept("0123456789."u8);
                    return System.Text.Encoding.ASCII.GetString(rest[..(end < 0 ? rest.Length : end)]);
                }

                // A mark may lie across two blocks.
                kept = Math.Min(64, text.Length);
                text[^kept..].CopyTo(block);
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static void CheckComplete(string library, LinkedLibraries? linked, string mend, DoctorReport report)
    {
        if (linked is null) report.Weak($"the libraries that {library} needs could not be listed", "install ldd (Debian: libc-bin)");
        else if (linked.Missing.Count > 0)
            report.Broken($"{library} needs {string.Join(", ", linked.Missing)}, which this machine does not have", mend);
    }

    [GeneratedRegex(@"\.so\.([0-9.]+)$")]
    private static partial Regex VersionInName();
}
