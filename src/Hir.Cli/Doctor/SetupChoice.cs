using System.Reflection;
using System.Xml;
using System.Xml.Linq;

namespace Hir.Cli.Doctor;

/// <summary>Which packages the program was built on: stamped into it at build. Why and when: from the file that set-up left in the
/// checkout.</summary>
/// <param name="Packages">nuget for the genuine packages, anything else names what stands in for them.</param>
/// <param name="Device">cpu or cuda: the native flavour of the genuine packages.</param>
/// <param name="Reason">Why set-up chose so; null where it is not known.</param>
/// <param name="Time">When, in UTC; null where it is not known.</param>
internal sealed record SetupChoice(string Packages, string Device, string? Reason, string? Time)
{
    public bool Genuine => Packages == "nuget";

    public string Described => Genuine ? "the genuine NuGet packages" : $"stand-ins ({Packages})";

    public static SetupChoice Read(DoctorPlaces places)
    {
        Dictionary<string, string?> stamped = typeof(SetupChoice).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .ToDictionary(a => a.Key, a => a.Value);
        string packages = stamped.GetValueOrDefault("HirPackages") ?? "unknown";
        string device = stamped.GetValueOrDefault("HirDevice") ?? "unknown";
        XElement? file = ReadFile(places);
        bool same = file?.Descendants("HirPackages").FirstOrDefault()?.Value == packages;
        return new SetupChoice(packages, device, same ? file?.Descendants("HirChoiceReason").FirstOrDefault()?.Value : null,
            same ? file?.Descendants("HirChoiceTime").FirstOrDefault()?.Value : null);
    }

    private static XElement? ReadFile(DoctorPlaces places)
    {
        string? path = places.Checkout is null ? null : Path.Combine(places.Checkout, ".hir", "choice.props");
        try
        {
            return path is not null && File.Exists(path) ? XElement.Load(path) : null;
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
