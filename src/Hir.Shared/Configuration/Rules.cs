using System.Globalization;

namespace Hir.Shared.Configuration;

internal static class Rules
{
    public static string Number(double value, string rule) =>
        string.Create(CultureInfo.InvariantCulture, $"{value} is not allowed: {rule}");
}
