using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Hir.Cli.Doctor;

/// <summary>The program itself: its version, .NET, and the packages that it was built on.</summary>
internal static class ProgramChecks
{
    private static readonly (string Id, string Assembly)[] packages =
    [
        ("Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxRuntime.dll"),
        ("Microsoft.ML.OnnxRuntimeGenAI", "Microsoft.ML.OnnxRuntimeGenAI.dll"),
        ("TorchSharp", "TorchSharp.dll"),
        ("Parquet.Net", "Parquet.dll"),
    ];

    public static void Run(DoctorPlaces places, DoctorReport report)
    {
        string version = typeof(ProgramChecks)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        report.Add("program", "hir", version);
        report.Add("program", "dotnet", Environment.Version.ToString());
        report.Add("program", "system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}");

        SetupChoice choice = SetupChoice.Read(places);
        report.Add("packages", "used", choice.Described, choice.Packages);
        report.Add("packages", "device", choice.Device);
        if (choice.Reason is not null) report.Add("packages", "reason", choice.Reason);
        if (choice.Time is not null) report.Add("packages", "chosen", choice.Time);
        foreach ((string id, string assembly) in packages)
        {
            string path = Path.Combine(places.Program, assembly);
            if (File.Exists(path)) report.Add("packages", id, VersionOf(path) ?? VersionAtBuild(places, id) ?? "unknown version");
            else report.Broken($"{assembly} is missing in {places.Program}", Mends.BuildAgain);
        }
    }

    /// <summary>The version that an assembly carries; GenAI's carries none.</summary>
    private static string? VersionOf(string assembly) =>
        FileVersionInfo.GetVersionInfo(assembly).ProductVersion is { } version && version.Any(c => c is >= '1' and <= '9') ? version : null;

    /// <summary>The version that the program was built with, from the list that lies beside it.</summary>
    internal static string? VersionAtBuild(DoctorPlaces places, string id)
    {
        string list = Path.Combine(places.Program, "hir.deps.json");
        if (!File.Exists(list)) return null;
        string text = File.ReadAllText(list);
        string start = $"\"{id}/";
        int at = text.IndexOf(start, StringComparison.Ordinal);
        return at < 0 ? null : text[(at + start.Length)..text.IndexOf('"', at + 1)];
    }
}
