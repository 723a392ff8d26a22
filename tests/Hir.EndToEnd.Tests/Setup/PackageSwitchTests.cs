using System.Text.Json;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Setup;

/// <summary>With HirPackages=nuget the project files name the genuine packages, although the feed at hand may lack them.</summary>
public sealed class PackageSwitchTests
{
    [Theory]
    [InlineData("src/Hir.Sampler", "cpu", "Microsoft.ML.OnnxRuntime 1.29.0, Microsoft.ML.OnnxRuntimeGenAI 0.15.2")]
    [InlineData("src/Hir.Sampler", "cuda", "Microsoft.ML.OnnxRuntime.Gpu 1.29.0, Microsoft.ML.OnnxRuntimeGenAI.Cuda 0.15.2")]
    [InlineData("src/Hir.Learner", "cpu", "TorchSharp 0.107.0, TorchSharp-cpu 0.107.0")]
    [InlineData("src/Hir.Learner", "cuda", "TorchSharp 0.107.0, TorchSharp-cuda-linux 0.107.0")]
    [InlineData("src/Hir.Shared", "cpu", "Parquet.Net 6.1.0")]
    [InlineData("src/Hir.Shared", "cuda", "Parquet.Net 6.1.0")]
    public void Project_GenuinePackages_ReferencesThemAtThePinnedVersions(string project, string device, string expected)
    {
        JsonElement items = Items(project, "nuget", device);
        Dictionary<string, string> versions = items.GetProperty("PackageVersion").EnumerateArray()
            .ToDictionary(p => p.GetProperty("Identity").GetString()!, p => p.GetProperty("Version").GetString()!);

        IEnumerable<string> genuine = References(items, "PackageReference").Where(IsGenuine).Order(StringComparer.Ordinal);
        Assert.Equal(expected, string.Join(", ", genuine.Select(id => $"{id} {versions[id]}")));
        Assert.DoesNotContain(References(items, "ProjectReference"), r => r.Contains("compat/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("src/Hir.Sampler", "/OnnxRuntime.csproj")]
    [InlineData("src/Hir.Sampler", "/OnnxRuntimeGenAI.csproj")]
    [InlineData("src/Hir.Learner", "/TorchSharp.csproj")]
    [InlineData("src/Hir.Shared", "/Parquet.Net.csproj")]
    public void Project_StandIns_ReferencesTheStandInAndNoGenuinePackage(string project, string standIn)
    {
        JsonElement items = Items(project, "compat", "cpu");

        Assert.Single(References(items, "ProjectReference"), r => r.EndsWith(standIn, StringComparison.Ordinal));
        Assert.DoesNotContain(References(items, "PackageReference"), IsGenuine);
    }

    private static bool IsGenuine(string id) =>
        id.StartsWith("Microsoft.ML.", StringComparison.Ordinal) || id.StartsWith("TorchSharp", StringComparison.Ordinal)
        || id == "Parquet.Net";

    private static IEnumerable<string> References(JsonElement items, string kind) =>
        items.GetProperty(kind).EnumerateArray().Select(r => r.GetProperty("Identity").GetString()!);

    private static JsonElement Items(string project, string packages, string device)
    {
        string[] arguments =
            ["msbuild", Path.Combine(SharedFixtures.Root, project, Path.GetFileName(project) + ".csproj"), "-p:HirPackages=" + packages,
            "-p:HirDevice=" + device, "-getItem:PackageReference,PackageVersion,ProjectReference"];
        using Launched msbuild = Launched.Start("dotnet", arguments, [new("MSBUILDDISABLENODEREUSE", "1")]).Ended();
        return JsonDocument.Parse(msbuild.With(0).Output).RootElement.GetProperty("Items");
    }
}
