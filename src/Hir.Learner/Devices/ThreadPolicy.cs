using System.Globalization;
using System.Runtime.InteropServices;

namespace Hir.Learner.Devices;

/// <summary>
/// Lets the threads of libtorch sleep while they wait for work. By default GCC's OpenMP runtime spins for milliseconds after each
/// operation; beside OpenBLAS's own threads, or another process, a training step then takes ten times as long.
/// </summary>
internal static class ThreadPolicy
{
    /// <summary>Has to be called before libtorch is loaded: the runtime reads the variable once. A value that the user has set
    /// stays.</summary>
    public static void LetThreadsSleep()
    {
        if (!OperatingSystem.IsLinux()) return;

        // .NET's own Environment.SetEnvironmentVariable does not reach native code.
        _ = SetEnvironment("OMP_WAIT_POLICY", "passive", 0);
    }

    /// <summary>Bounds the threads of OpenBLAS, which keeps its own. Only the first call before libtorch is loaded acts, and a user's
    /// value stays.</summary>
    public static void BoundBlasThreads(int threads)
    {
        if (OperatingSystem.IsLinux()) _ = SetEnvironment("OPENBLAS_NUM_THREADS", threads.ToString(CultureInfo.InvariantCulture), 0);
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetEnvironment(string name, string value, int overwrite);
}
