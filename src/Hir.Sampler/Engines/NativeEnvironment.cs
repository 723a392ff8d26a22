using System.Runtime.InteropServices;

namespace Hir.Sampler.Engines;

/// <summary>
/// What ONNX Runtime and its GenAI read from the process's environment when they are first used. .NET keeps a copy of its own, so it is set
/// in the C library's.
/// </summary>
internal static partial class NativeEnvironment
{
    private const string Runtime = "libonnxruntime.so";

    private static readonly Lazy<bool> prepared = new(Set);

    /// <summary>To be called before the first use of either library; only the first call does anything.</summary>
    public static void Prepare() => _ = prepared.Value;

    private static bool Set()
    {
        if (!OperatingSystem.IsLinux()) return false;

        // The official builds send usage events to Microsoft from a thread of their own and keep a device id in the home folder. Hir sends
        // nothing anywhere, unless who starts it has set the variable to 0.
        SetVariable("ORT_DISABLE_TELEMETRY", "1", overwrite: 0);

        // GenAI asks the system for libonnxruntime.so before it looks beside itself: one installed there would become a second one here.
        string? runtime = RuntimeFolders().Select(f => Path.Combine(f, Runtime)).FirstOrDefault(File.Exists);
        if (runtime is not null) SetVariable("ORT_LIB_PATH", runtime, overwrite: 0);
        return true;
    }

    /// <summary>Where .NET looks for the native libraries of packages, the program's own folder first.</summary>
    private static IEnumerable<string> RuntimeFolders() =>
        ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string) ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Prepend(AppContext.BaseDirectory);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
