using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Structure;

/// <summary>Dependencies point one way: Shared to Sampler, Shared to Export to Learner, all to the program.</summary>
public sealed partial class DependencyDirectionTests
{
    private static readonly string[] native = ["Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxRuntimeGenAI", "TorchSharp"];

    private static readonly (string Project, string Assembly, string[] Projects, string[] Native)[] layers =
    [
        ("src/Hir.Shared", "Hir.Shared", [], []),
        ("src/Hir.Sampler", "Hir.Sampler", ["Hir.Shared"], ["Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxRuntimeGenAI"]),
        ("tools/export", "Hir.Export", ["Hir.Shared"], []),
        ("src/Hir.Learner", "Hir.Learner", ["Hir.Export", "Hir.Shared"], ["TorchSharp"]),
        ("src/Hir.Cli", "hir", ["Hir.Export", "Hir.Learner", "Hir.Sampler", "Hir.Shared"], []),
    ];

    public static TheoryData<string> Layers => [.. layers.Select(l => l.Project)];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Project_References_PointOneWay(string project)
    {
        (_, _, string[] allowed, string[] allowedNative) = layers.Single(l => l.Project == project);
        XDocument file = XDocument.Load(Directory.GetFiles(Path.Combine(SharedFixtures.Root, project), "*.csproj").Single());

        Assert.Equal(allowed, Includes(file, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Includes(file, "PackageReference"), p => StartsWithOneOf(native, p) && !StartsWithOneOf(allowedNative, p));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Assembly_References_PointOneWay(string project)
    {
        (_, string assembly, string[] allowed, string[] allowedNative) = layers.Single(l => l.Project == project);
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        MetadataReader metadata = file.GetMetadataReader();
        string[] references = [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];

        Assert.Empty(references.Where(r => r.StartsWith("Hir.", StringComparison.Ordinal)).Except(allowed));
        Assert.Empty(references.Intersect(native).Except(allowedNative));
    }

    [Fact]
    public void Shared_NativeCalls_GoToTheCLibraryAlone()
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Hir.Shared.dll")));
        MetadataReader metadata = file.GetMetadataReader();
        IEnumerable<string> modules = Enumerable.Range(1, metadata.GetTableRowCount(TableIndex.ModuleRef))
            .Select(row => metadata.GetString(metadata.GetModuleReference(MetadataTokens.ModuleReferenceHandle(row)).Name));

        Assert.Empty(modules.Except(["libc"]));
    }

    [Fact]
    public void Sources_OfTheProduct_KnowNothingOfStandIns()
    {
        IEnumerable<string> files = ((string[])["src", "tools"]).SelectMany(f => Directory.EnumerateFiles(Path.Combine(SharedFixtures.Root, f), "*", SearchOption.AllDirectories))
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal));

        Assert.DoesNotContain(files, f => StandIn().IsMatch(File.ReadAllText(f)));
    }

    private static bool StartsWithOneOf(string[] names, string id) => names.Any(n => id.StartsWith(n, StringComparison.Ordinal));

    private static IEnumerable<string> Includes(XDocument project, string item) =>
        project.Descendants(item).Select(e => e.Attribute("Include")!.Value.Replace('\\', '/'));

    [GeneratedRegex(@"\bcompat\b", RegexOptions.IgnoreCase)]
    private static partial Regex StandIn();
}
