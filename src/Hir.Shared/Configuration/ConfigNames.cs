using System.Text;

namespace Hir.Shared.Configuration;

/// <summary>How names of properties and enum values are written in YAML files and on the command line: snake_case.</summary>
public static class ConfigNames
{
    /// <summary>LearningRate becomes learning_rate.</summary>
    public static string Of(string member)
    {
        var text = new StringBuilder(member.Length + 4);
        for (int i = 0; i < member.Length; i++)
        {
            if (char.IsUpper(member[i]) && i > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(member[i]));
        }

        return text.ToString();
    }

    /// <summary>An enum value's name.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Of(value.ToString());

    /// <summary>The known name that is closest to a misspelt one, or null when none is close.</summary>
    public static string? Nearest(string name, IEnumerable<string> known) =>
        known.Select(k => (Name: k, Distance: EditDistance.Of<char>(name, k)))
            .Where(k => k.Distance <= Math.Max(2, k.Name.Length / 3))
            .OrderBy(k => k.Distance).Select(k => k.Name).FirstOrDefault();
}
