using System.Globalization;
using System.Text.Json.Nodes;

namespace Hir.Cli.Doctor;

/// <summary>Cores, memory, disk and graphics cards.</summary>
internal static class MachineChecks
{
    private const long Mebibyte = 1 << 20, LowMemory = 1024 * Mebibyte, LowDisk = 1024 * Mebibyte;

    public static void Run(DoctorPlaces places, Func<string?> listGpus, DoctorReport report)
    {
        report.Add("machine", "cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture), Environment.ProcessorCount);
        // What the process may use: a container's limit counts.
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        report.Add("machine", "memory", InMebibytes(memory), memory);
        if (memory < LowMemory)
            report.Weak($"only {InMebibytes(memory)} of memory", "the demo needs about 1 GiB: give the container or machine more");

        long disk = new DriveInfo(places.Work).AvailableFreeSpace;
        report.Add("machine", "free_disk", $"{InMebibytes(disk)} in {places.Work}", disk);
        if (disk < LowDisk)
            report.Weak(
                $"only {InMebibytes(disk)} free in {places.Work}", "each iteration keeps a model: free some space, or start elsewhere");

        string[] gpus = listGpus()?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        report.Add("cuda", "devices", gpus.Length == 0 ? "none" : string.Join("; ", gpus),
            new JsonArray([.. gpus.Select(g => JsonValue.Create(g))]));
        bool builtForCuda = SetupChoice.Read(places).Device == "cuda";
        if (gpus.Length > 0 && !builtForCuda)
            report.Weak(
                "the program is built for cpu and this machine has a CUDA device",
                "start it once with HIR_DEVICE=cuda: ./hir then builds on the CUDA packages, if the feed has them");
        if (gpus.Length == 0 && builtForCuda)
            report.Weak(
                "the program is built for cuda and nvidia-smi lists no device",
                "check the driver, or that the container is given the device; --device cpu works");
    }

    /// <summary>Name, memory and driver of each card, one a line; null without a driver.</summary>
    public static string? AskNvidia() =>
        ExternalTool.Ask("nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader");

    private static string InMebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebibyte:N0} MiB");
}
