using System.Reflection;
using System.Text.Json;

namespace Hir.EndToEnd.Tests.Setup;

/// <summary>A feed that has the genuine packages: the same command finds and uses them, without an edit.</summary>
public sealed class GenuineFeedTests
{
    [StandInFact]
    public void Hir_FeedHasThePackages_RestoresBuildsAndRunsOnThem()
    {
        bool before = Directory.Exists(Path.Combine(FolderFeed.AccountPackages, "torchsharp"));
        using var feed = new FolderFeed();

        using Launched doctor = feed.Hir("doctor", "--json");

        Assert.Contains("uses the genuine NuGet packages (cpu): the feed has them.", doctor.Error, StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(doctor.With(0).Output).RootElement;
        Assert.Equal("nuget", json.GetProperty("packages").GetProperty("used").GetString());
        Assert.Contains(
            "runtimes/linux-x64/native", json.GetProperty("onnxruntime").GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "runtimes/linux-x64/native", json.GetProperty("onnxruntime-genai").GetProperty("file").GetString(), StringComparison.Ordinal);
        string[] genuine =
        [
            "torchsharp/0.107.0", "torchsharp-cpu/0.107.0", "parquet.net/6.1.0", "microsoft.ml.onnxruntime/1.29.0",
            "microsoft.ml.onnxruntimegenai/0.15.2",
        ];
        foreach (string id in genuine)
            Assert.True(Directory.Exists(Path.Combine(feed.Packages, id)), id + " was not restored");
        Assert.Equal(before, Directory.Exists(Path.Combine(FolderFeed.AccountPackages, "torchsharp")));

        using Launched again = feed.Hir("--version");
        Assert.Equal("", again.With(0).Error);
    }
}

/// <summary>A test that packs the stand-ins: skipped where the genuine packages are used and none was built.</summary>
internal sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute()
    {
        IEnumerable<AssemblyMetadataAttribute> stamps = Assembly.Load("hir").GetCustomAttributes<AssemblyMetadataAttribute>();
        if (!stamps.Any(s => s is { Key: "HirPackages", Value: "compat" }))
        {
            Skip = "the genuine packages are used here, so there are no stand-ins to pack";
        }
    }
}
