namespace Hir.EndToEnd.Tests.Setup;

/// <summary>Set-up on a machine that lacks something: it says what, and what to do.</summary>
public sealed class MachineTests : IDisposable
{
    private readonly StagedMachine machine = new();

    public void Dispose() => machine.Dispose();

    [Fact]
    public void Hir_NotRootAndNoSudo_EndsWithTwoAndTheExactCommand()
    {
        machine.Tool("id", "echo 1000");
        machine.Tool("dpkg-query", "exit 1");

        Launched hir = machine.Hir();

        Assert.Equal("", hir.With(2).Output);
        Assert.Contains(
            "apt-get update && apt-get install --no-install-recommends libtorch-dev libopenblas0-pthread", hir.Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            machine.Calls, c => c.StartsWith("apt-get", StringComparison.Ordinal) || c.StartsWith("npm", StringComparison.Ordinal));
    }

    [Fact]
    public void Hir_NotRootAndSudoWantsAPassword_EndsWithTwoAndTheExactCommand()
    {
        machine.Tool("id", "echo 1000");
        machine.Tool("sudo", "exit 1");
        machine.Tool("dpkg-query", "[[ $* == *libopenblas0-pthread ]] && echo installed");

        Launched hir = machine.Hir();

        hir.With(2);
        Assert.Contains(
            "    sudo apt-get update && sudo apt-get install --no-install-recommends libtorch-dev\n", hir.Error + "\n",
            StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_NotRootButSudoWithoutPassword_UsesItAndSaysSo()
    {
        machine.Tool("id", "echo 1000");
        machine.Tool("sudo", "[[ $1 == -n ]] && shift; \"$@\"");
        machine.Tool("dpkg-query", "exit 1");

        Launched hir = machine.Hir();

        hir.With(0);
        Assert.Contains("through sudo", hir.Error, StringComparison.Ordinal);
        Assert.Contains(machine.Calls, c => c.StartsWith("apt-get", StringComparison.Ordinal)
            && c.EndsWith("install -y --no-install-recommends libtorch-dev libopenblas0-pthread", StringComparison.Ordinal));
    }

    [Fact]
    public void Hir_Root_InstallsWhatIsMissing()
    {
        machine.Tool("dpkg-query", "exit 1");

        Launched hir = machine.Hir();

        hir.With(0);
        Assert.Contains("255 MB", hir.Error, StringComparison.Ordinal);
        Assert.Equal(2, machine.Calls.Count(c => c.StartsWith("apt-get", StringComparison.Ordinal)));
    }

    [Fact]
    public void Hir_OtherLibtorchNamed_InstallsNone()
    {
        machine.Tool("dpkg-query", "exit 1");

        Launched hir = machine.Hir(("TORCH_ROOT", "/opt/libtorch"));

        hir.With(0);
        Assert.DoesNotContain(machine.Calls, c => c.StartsWith("apt-get", StringComparison.Ordinal));
    }

    [Fact]
    public void Hir_ToolsMissing_NamesAllAtOnceWithTheMend()
    {
        machine.Without("npm", "g++", "cmake", "node");
        machine.Tool("dpkg-query", "exit 1");
        machine.Tool("id", "echo 1000");

        Launched hir = machine.Hir();

        hir.With(2);
        foreach (string mend in (string[])["nodejs", "npm", "g++", "cmake", "--no-install-recommends libtorch-dev"])
            Assert.Contains("apt-get install " + mend, hir.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_EverythingMissing_NamesDotnetToo()
    {
        machine.Without("dotnet", "npm", "g++", "cmake", "node");

        Launched hir = machine.Hir();

        hir.With(2);
        foreach (string tool in (string[])["dotnet", "node", "npm", "g++", "cmake"])
        {
            Assert.Contains(tool + " is missing", hir.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Hir_DotnetTooOld_SaysWhichIsNeeded()
    {
        machine.Tool("dotnet", "[[ $1 != --version ]]");

        Launched hir = machine.Hir();

        hir.With(2);
        Assert.Contains("install the .NET 10 SDK", hir.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_CheckoutNotWritable_EndsWithTwoAndSaysWhere()
    {
        // A file in the way stops root too, whom permissions don't.
        machine.Write(".hir", "");

        Launched hir = machine.Hir();

        hir.With(2);
        Assert.Contains("can't write to " + machine.PathOf(".hir"), hir.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Hir_DiskAlmostFull_EndsWithTwoBeforeFetching()
    {
        machine.Tool("df", "echo head; echo 'disk 9999 9000 1024 90% /'");

        Launched hir = machine.Hir();

        hir.With(2);
        Assert.Contains("only 1 MB are free", hir.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(machine.Calls, c => c.StartsWith("npm", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("npm error code ENOTFOUND", "This looks like the network")]
    [InlineData("npm error code EINTEGRITY", "ONNX Runtime could not be fetched from npm")]
    [InlineData("npm error code ENOSPC", "The disk is full")]
    public void Hir_NpmFails_SaysWhyAndKeepsNoHalfPackage(string said, string mend)
    {
        machine.Tool("npm", $"mkdir -p node_modules/com.github.asus4.onnxruntime/Runtime; echo '{said}' >&2; exit 1");

        Launched hir = machine.Hir();

        Assert.Equal("", hir.With(1).Output);
        Assert.Contains(said, hir.Error, StringComparison.Ordinal);
        Assert.Contains(mend, hir.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(machine.PathOf(".hir/onnxruntime")));
    }

    [Theory]
    [InlineData("onnxruntime/Plugins/Linux/x64/libonnxruntime.so")]
    [InlineData("onnxruntime-genai/Plugins/Linux/x64/libonnxruntime-genai.so")]
    [InlineData("onnxruntime-genai/LICENSE")]
    public void Hir_PackageWithoutAFileThatIsUsed_FailsAndKeepsNothing(string file)
    {
        machine.Tool("npm", StagedMachine.NpmThatWorks + $"\nrm node_modules/com.github.asus4.{file}");

        Launched hir = machine.Hir();

        hir.With(1);
        Assert.False(Directory.Exists(machine.PathOf(".hir/onnxruntime")));
    }
}
