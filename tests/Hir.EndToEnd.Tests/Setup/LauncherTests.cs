namespace Hir.EndToEnd.Tests.Setup;

/// <summary>./hir: what it does at the first start, at the second, and after an edit.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly StagedMachine machine = new();

    public void Dispose() => machine.Dispose();

    [Fact]
    public void Hir_FirstStart_PreparesTellsAndRunsTheProgram()
    {
        Launched hir = machine.Hir();

        hir.With(0);
        Assert.Equal("program with: demo --quiet", hir.Output);
        Assert.Contains("will fetch:", hir.Error, StringComparison.Ordinal);
        Assert.Contains("250 MB", hir.Error, StringComparison.Ordinal);
        Assert.Matches(@"fetches ONNX Runtime and GenAI \.\.\. done \(\d+\.\d s\)", hir.Error);
        Assert.Matches(@"builds the program \.\.\. done \(\d+\.\d s\)", hir.Error);
        Assert.Contains("uses the stand-ins in compat/", hir.Error, StringComparison.Ordinal);
        Assert.Contains("the NuGet feed lacks Parquet.Net, TorchSharp.", hir.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_FirstStart_KeepsOfThePackagesOnlyWhatThisPlatformNeeds()
    {
        machine.Hir();

        string kept = machine.PathOf(".hir/onnxruntime");
        Assert.Equal(
            [
                ".made-from", "LICENSE", "Runtime/A.cs", "Runtime/Deep/B.cs", "ThirdPartyNotices.txt", "genai/LICENSE",
                "genai/Runtime/A.cs",
                "genai/Runtime/Deep/B.cs", "genai/ThirdPartyNotices.txt", "genai/libonnxruntime-genai.so", "libonnxruntime.so",
            ],
            Directory.EnumerateFiles(
                kept, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(kept, f)).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(machine.PathOf(".hir/tmp")));
    }

    [Fact]
    public void Hir_SecondStart_RunsTheProgramAndNothingElse()
    {
        machine.Hir();
        machine.ForgetCalls();
        // Whatever of these it still called would be missing.
        machine.Without("npm", "node", "apt-get", "dpkg-query", "g++", "cmake", "id");

        Launched hir = machine.Hir();

        Assert.Equal((0, "program with: demo --quiet", ""), (hir.ExitCode, hir.Output, hir.Error));
        Assert.StartsWith("dotnet " + machine.PathOf(".hir/app/"), Assert.Single(machine.Calls), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("add")]
    [InlineData("delete")]
    public void Hir_SourceChanged_BuildsAgainAndNothingElse(string change)
    {
        machine.Write("src/Hir.Cli/Spare.cs", "// spare");
        machine.Hir();
        machine.ForgetCalls();
        if (change == "delete") File.Delete(machine.PathOf("src/Hir.Cli/Spare.cs"));
        else machine.Write(change == "edit" ? "src/Hir.Cli/Spare.cs" : "src/Hir.Cli/New.cs", "// changed");

        Launched hir = machine.Hir();

        hir.With(0);
        Assert.Single(machine.Calls, c => c.StartsWith("dotnet build", StringComparison.Ordinal));
        Assert.DoesNotContain(
            machine.Calls,
            c => c.StartsWith("npm", StringComparison.Ordinal) || c.StartsWith("build.sh", StringComparison.Ordinal)
                || c.StartsWith("dotnet restore", StringComparison.Ordinal));
    }

    [Fact]
    public void Hir_BridgeSourceChanged_BuildsTheBridgeAgain()
    {
        machine.Hir();
        machine.ForgetCalls();
        machine.Write("compat/TorchSharp/native/tensor.cpp", "// new");

        machine.Hir();

        Assert.Single(machine.Calls, c => c == "build.sh");
    }

    [Fact]
    public void Hir_BuildFails_EndsWithOneAndShowsTheErrorAndRunsNoOldProgram()
    {
        machine.Hir();
        machine.Tool(
            "dotnet", StagedMachine.Dotnet(StagedMachine.FeedLacks, build: "echo 'Program.cs(1,1): error CS1002: ; expected'; exit 1"));
        machine.Write("src/Hir.Cli/Program.cs", "// broken");

        Launched hir = machine.Hir();

        hir.With(1);
        Assert.Equal("", hir.Output);
        Assert.Contains("error CS1002", hir.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_ProgramFails_PassesItsExitCode()
    {
        machine.Tool("dotnet", StagedMachine.Dotnet(StagedMachine.FeedLacks, run: "exit 130"));

        Assert.Equal(130, machine.Hir().ExitCode);
    }

    [Fact]
    public void Hir_BuiltAgainWhileOneRuns_LeavesTheRunningOnesFiles()
    {
        machine.Tool("dotnet", StagedMachine.Dotnet(StagedMachine.FeedLacks, run: """
            if [[ $2 == long ]]; then echo started; while [[ ! -e $checkout/go ]]; do sleep 0.02; done; [[ -e $1 ]] || echo gone; fi
            """));
        using Launched running = machine.Start("hir", ["long"]);
        running.Until(() => running.Output.Contains("started", StringComparison.Ordinal), "it did not start");
        machine.Write("src/Hir.Cli/Program.cs", "// edited");
        machine.Hir();
        Assert.Equal(2, Directory.GetDirectories(machine.PathOf(".hir/app")).Length);
        machine.Write("go", "");
        running.Ended();
        Assert.DoesNotContain("gone", running.Output, StringComparison.Ordinal);

        machine.Write("src/Hir.Cli/Program.cs", "// edited again");
        machine.Hir();
        Assert.Single(Directory.GetDirectories(machine.PathOf(".hir/app")));
    }

    [Fact]
    public void Hir_TwoAtOnce_TheSecondWaitsSaysSoAndPreparesNothing()
    {
        machine.Tool("npm", "while [[ ! -e $checkout/go ]]; do sleep 0.02; done\n" + StagedMachine.NpmThatWorks);
        using Launched first = machine.Start("hir", ["one"]);
        first.Until(() => machine.Calls.Any(c => c.StartsWith("npm", StringComparison.Ordinal)), "the first did not get to npm");
        using Launched second = machine.Start("hir", ["two"]);
        second.HasSaid("another set-up is running");
        machine.Write("go", "");
        first.Ended();
        second.Ended();

        Assert.Equal("program with: one", first.With(0).Output);
        Assert.Equal("program with: two", second.With(0).Output);
        Assert.Single(machine.Calls, c => c.StartsWith("npm", StringComparison.Ordinal));
        Assert.Single(machine.Calls, c => c.StartsWith("dotnet build", StringComparison.Ordinal));
    }

    [Fact]
    public void Hir_KilledWhileFetching_LeavesNothingHalfDone()
    {
        machine.Tool("npm", "mkdir -p node_modules/com.github.asus4.onnxruntime/Runtime; : > half; while :; do sleep 0.02; done");
        using Launched first = machine.Start("hir", ["one"]);
        first.Until(() => Directory.Exists(machine.PathOf(".hir/tmp")) &&
            Directory.EnumerateFiles(machine.PathOf(".hir/tmp"), "half", SearchOption.AllDirectories).Any(), "npm did not begin");
        first.Kill();
        first.Ended();
        Assert.False(Directory.Exists(machine.PathOf(".hir/onnxruntime")));
        machine.Tool("npm", StagedMachine.NpmThatWorks);

        Launched second = machine.Hir();

        Assert.Equal("program with: demo --quiet", second.With(0).Output);
    }
}
