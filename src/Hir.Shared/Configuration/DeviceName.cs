using System.Globalization;

namespace Hir.Shared.Configuration;

/// <summary>The names of devices: cpu, cuda, cuda:N, auto.</summary>
public static class DeviceName
{
    /// <summary>Whether the text names a device.</summary>
    public static bool IsValid(string text) =>
        text is "cpu" or "cuda" or "auto"
        || (
            text.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(
                text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
