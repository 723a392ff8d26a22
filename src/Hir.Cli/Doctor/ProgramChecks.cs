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
            if (File.Exists(path)) report.Add("packages", id, FileVersionInfo.GetVersionInfo(path).ProductVersion ?? "unknown version");
            else report.Broken($"{assembly} is missing in {places.Program}", Mends.BuildAgain);
        }
    }
}
