namespace Hir.Cli.Doctor;

/// <summary>
/// The libraries that a native library pulls in, as the dynamic loader resolves them. Read from ldd, in a process of its own: the doctor
/// looks at both ONNX Runtime and libtorch, and the two do not meet in one process of Hir.
/// </summary>
internal sealed class LinkedLibraries
{
    private readonly Dictionary<string, string?> places = [];

    /// <summary>Reads the text that ldd writes: lines of `name => path (address)` or `name => not found`.</summary>
    public LinkedLibraries(string lddOutput)
    {
        foreach (string line in lddOutput.Split('\n'))
        {
            string[] sides = line.Split("=>", 2, StringSplitOptions.TrimEntries);
            if (sides.Length < 2 || sides[0].Contains(' ', StringComparison.Ordinal)) continue;
            int address = sides[1].LastIndexOf(" (", StringComparison.Ordinal);
            places[sides[0]] = sides[1] == "not found" ? null : address < 0 ? sides[1] : sides[1][..address];
        }
    }

    /// <summary>Names that the loader does not find.</summary>
    public IReadOnlyList<string> Missing => [.. places.Where(p => p.Value is null).Select(p => p.Key).Order(StringComparer.Ordinal)];

    /// <summary>The file behind the first library whose name starts so, links followed; null if none is linked.</summary>
    public string? FileOf(string namePrefix)
    {
        string? place = places.Where(p => p.Value is not null && p.Key.StartsWith(namePrefix, StringComparison.Ordinal))
            .Select(p => p.Value).FirstOrDefault();
        return place is null ? null : Followed(place);
    }

    /// <summary>Asks ldd; null where it can't be asked.</summary>
    public static LinkedLibraries? Of(string library) => ExternalTool.Ask("ldd", library) is { } text ? new LinkedLibraries(text) : null;

    private static string Followed(string path) =>
        File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
}
