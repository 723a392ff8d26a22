using System.Xml.Linq;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Setup;

/// <summary>Genuine packages or stand-ins: how set-up decides.</summary>
public sealed class ChoiceTests : IDisposable
{
    private const string FeedHas = "exit 0";

    private readonly StagedMachine machine = new();

    public void Dispose() => machine.Dispose();

    private static string TorchSharpVersion =>
        XDocument.Load(Path.Combine(SharedFixtures.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(p => (string?)p.Attribute("Include") == "TorchSharp").Attribute("Version")!.Value;

    private string Choice => File.ReadAllText(machine.PathOf(".hir/choice.props"));

    [Fact]
    public void Hir_FeedHasThePackages_UsesThemAndFetchesNoStandIn()
    {
        machine.Tool("dotnet", StagedMachine.Dotnet(restore: FeedHas));
        machine.Without("npm", "node", "g++", "cmake", "apt-get", "dpkg-query");

        Launched hir = machine.Hir();

        hir.With(0);
        Assert.Contains("uses the genuine NuGet packages (cpu)", hir.Error, StringComparison.Ordinal);
        Assert.Contains(">nuget</HirPackages>", Choice, StringComparison.Ordinal);
        Assert.False(Directory.Exists(machine.PathOf(".hir/onnxruntime")));
    }

    [Fact]
    public void Hir_GenuineLibraryNeedsANewerSystem_UsesTheStandInsAndNamesWhatIsLacking()
    {
        machine.Tool("dotnet", StagedMachine.Dotnet(restore: FeedHas));
        string library = Path.Combine(
            machine.Home, ".nuget/packages/torchsharp", TorchSharpVersion, "runtimes/linux-x64/native/libLibTorchSharp.so");
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        File.WriteAllText(library, "");
        machine.Tool("ldd", """
            echo "$1: /lib/x86_64-linux-gnu/libstdc++.so.6: version \`GLIBCXX_3.4.9' not found (required by $1)"
            echo "$1: /lib/x86_64-linux-gnu/libstdc++.so.6: version \`GLIBCXX_3.4.32' not found (required by $1)"
            echo "	libtorch.so => not found"
            """);

        Launched hir = machine.Hir();

        hir.With(0);
        Assert.Contains("uses the stand-ins", hir.Error, StringComparison.Ordinal);
        Assert.Contains("TorchSharp's library needs GLIBCXX_3.4.32", hir.Error, StringComparison.Ordinal);
        Assert.Contains(">compat</HirPackages>", Choice, StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_FeedUnreachable_SaysThatAndNotThatItLacksThem()
    {
        machine.Tool("dotnet", StagedMachine.Dotnet(restore: "echo 'error NU1301: Unable to load the service index'; exit 1"));

        Launched hir = machine.Hir();

        Assert.Contains("the NuGet feed can't be reached", hir.Error, StringComparison.Ordinal);
        Assert.Contains(">compat</HirPackages>", Choice, StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_FeedAnswersNothing_GivesUpAfterTheLimit()
    {
        machine.Tool("dotnet", StagedMachine.Dotnet(restore: "sleep 600"));

        Launched hir = machine.Hir(("HIR_FEED_SECONDS", "1"));

        hir.With(0);
        Assert.Contains(">compat</HirPackages>", Choice, StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_StandInsAskedFor_DoesNotAskTheFeed()
    {
        Launched hir = machine.Hir(("HIR_PACKAGES", "compat"));

        hir.With(0);
        Assert.DoesNotContain(machine.Calls, c => c.StartsWith("dotnet restore", StringComparison.Ordinal));
    }

    [Fact]
    public void Hir_CudaAskedFor_AsksTheFeedForTheCudaPackages()
    {
        machine.Tool("dotnet", StagedMachine.Dotnet(restore: FeedHas));

        Launched hir = machine.Hir(("HIR_DEVICE", "cuda"));

        hir.With(0);
        Assert.Contains(machine.Calls, c => c.StartsWith("dotnet restore", StringComparison.Ordinal) && c.Contains("-p:HirDevice=cuda", StringComparison.Ordinal));
        Assert.Contains(">cuda</HirDevice>", Choice, StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_CudaAskedForAndNotToBeHad_EndsWithTwo()
    {
        Launched hir = machine.Hir(("HIR_DEVICE", "cuda"));

        hir.With(2);
        Assert.Contains("the NuGet feed lacks Parquet.Net, TorchSharp", hir.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HIR_PACKAGES", "genuine")]
    [InlineData("HIR_DEVICE", "gpu")]
    public void Hir_UnknownChoice_EndsWithTwoAndTheAllowedOnes(string name, string value)
    {
        Launched hir = machine.Hir((name, value));

        hir.With(2);
        Assert.Contains($"{name} is '{value}': it may be", hir.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_AnotherChoiceAskedForLater_ChoosesAndBuildsAgain()
    {
        machine.Hir();
        machine.Tool("dotnet", StagedMachine.Dotnet(restore: FeedHas));

        Launched hir = machine.Hir(("HIR_PACKAGES", "nuget"));

        hir.With(0);
        Assert.Contains(">nuget</HirPackages>", Choice, StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_FeedNamedLater_AsksAgain()
    {
        machine.Hir();
        machine.Tool("dotnet", StagedMachine.Dotnet(restore: FeedHas));
        File.WriteAllText(Path.Combine(machine.Root, "..", "nuget.config"), "<configuration/>");

        Launched hir = machine.Hir();

        Assert.Contains("uses the genuine NuGet packages", hir.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_SourceChangedAfterTheChoice_KeepsIt()
    {
        machine.Hir();
        machine.Tool("dotnet", StagedMachine.Dotnet(restore: FeedHas));
        machine.Write("src/Hir.Cli/Program.cs", "// edited");

        machine.Hir();

        Assert.Contains(">compat</HirPackages>", Choice, StringComparison.Ordinal);
    }
}
