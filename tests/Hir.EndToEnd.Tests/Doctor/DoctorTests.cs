using System.Text.Json;
using Hir.Cli.Doctor;
using Hir.EndToEnd.Tests.Setup;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Doctor;

/// <summary>`hir doctor`: finds what is there and what is not, without loading it.</summary>
public sealed class DoctorTests : IDisposable
{
    private const string Listing = """
        	linux-vdso.so.1 (0x00007ffd)
        	libtorch_cpu.so.1.13 => /lib/libtorch_cpu.so.1.13 (0x00007f65)
        	libblas.so.3 => /lib/openblas-pthread/libblas.so.3 (0x00007f66)
        	libgomp.so.1 => not found
        	/lib64/ld-linux-x86-64.so.2 (0x00007f67)
        """;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void LinkedLibraries_Listing_TellsPlacesAndWhatIsMissing()
    {
        var linked = new LinkedLibraries(Listing);

        Assert.Equal("/lib/libtorch_cpu.so.1.13", linked.FileOf("libtorch_cpu"));
        Assert.Equal(["libgomp.so.1"], linked.Missing);
        Assert.Null(linked.FileOf("libmkl"));
    }

    [Theory]
    [InlineData("libblas.so.3", "/usr/lib/openblas-pthread/libblas.so.3", "OpenBLAS", false)]
    [InlineData("libblas.so.3", "/usr/lib/blas/libblas.so.3.11.0", "reference BLAS", true)]
    [InlineData("libmkl_rt.so.2", "/opt/mkl/libmkl_rt.so.2", "MKL", false)]
    [InlineData("libc.so.6", "/lib/libc.so.6", "inside libtorch", false)]
    public void Blas_FromTheListing_IsNamedAndTheSlowOneKnown(string name, string place, string expected, bool slow)
    {
        Blas blas = Blas.Of(new LinkedLibraries($"\t{name} => {place} (0x00)"));

        Assert.Equal((expected, slow), (blas.Name, blas.Slow));
    }

    [Fact]
    public void Native_LibrariesMissing_AreBrokenWithAMend()
    {
        var report = new DoctorReport();

        NativeChecks.Run(Places(), _ => throw new InvalidOperationException("nothing to list"), report);

        Assert.False(report.Usable);
        Assert.Equal(
            ["libonnxruntime.so", "libonnxruntime-genai.so", "libLibTorchSharp.so"], report.Problems.Select(p => p.What.Split(' ')[0]));
        Assert.Equal([true, false, true], report.Problems.Select(p => p.Needed));
        Assert.All(report.Problems, p => Assert.Contains(".hir", p.Mend, StringComparison.Ordinal));
    }

    [Fact]
    public void Native_LibtorchGone_NamesTheDebianPackages()
    {
        var report = new DoctorReport();
        File.WriteAllText(folder.File("libonnxruntime.so"), "VERS_1.29.0");
        File.WriteAllText(folder.File("libonnxruntime-genai.so"), "");
        File.WriteAllText(folder.File("libLibTorchSharp.so"), "");

        const string Lost = "\tlibtorch_cpu.so.1.13 => not found";
        NativeChecks.Run(
            Places(), file => new LinkedLibraries(file.Contains("libonnxruntime", StringComparison.Ordinal) ? "" : Lost), report);

        DoctorProblem problem = Assert.Single(report.Problems);
        Assert.True(problem.Needed);
        Assert.Contains("libtorch_cpu.so.1.13", problem.What, StringComparison.Ordinal);
        Assert.Contains("libtorch-dev libopenblas0-pthread", problem.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void Native_ReferenceBlas_IsSaidButUsable()
    {
        var report = new DoctorReport();
        File.WriteAllText(folder.File("libonnxruntime.so"), "");
        File.WriteAllText(folder.File("libonnxruntime-genai.so"), "");
        File.WriteAllText(folder.File("libLibTorchSharp.so"), "");

        NativeChecks.Run(
            Places(),
            _ => new LinkedLibraries("\tlibtorch_cpu.so.1.13 => /lib/t.so.1.13 (0)\n\tlibblas.so.3 => /usr/lib/blas/libblas.so.3 (0)"),
            report);

        Assert.True(report.Usable);
        Assert.Contains("15 times slower", Assert.Single(report.Problems).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData((1 << 20) - 3)]
    [InlineData((1 << 20) + 7)]
    public void OnnxRuntimeVersion_MarkAnywhere_IsFound(int before)
    {
        string file = folder.File("lib.so");
        File.WriteAllBytes(file, [.. new byte[before], .. "VERS_1.29.0"u8, .. new byte[100]]);

        Assert.Equal("1.29.0", NativeChecks.OnnxRuntimeVersion(file));
    }

    [Fact]
    public void OnnxRuntimeVersion_NoMark_IsUnknown()
    {
        File.WriteAllBytes(folder.File("lib.so"), new byte[3000]);

        Assert.Null(NativeChecks.OnnxRuntimeVersion(folder.File("lib.so")));
    }

    [Fact]
    public void VersionAtBuild_ListBesideTheProgram_IsThePackageOfThatNameAlone()
    {
        Assert.Null(ProgramChecks.VersionAtBuild(Places(), "A.B"));
        File.WriteAllText(folder.File("hir.deps.json"), """{"libraries":{"A.B.Managed/9.9.9":{},"A.B/0.18.0":{}}}""");

        Assert.Equal("0.18.0", ProgramChecks.VersionAtBuild(Places(), "A.B"));
        Assert.Null(ProgramChecks.VersionAtBuild(Places(), "A"));
    }

    [Fact]
    public void Machine_CudaDeviceButBuiltForCpu_SaysHowToBuildForIt()
    {
        var report = new DoctorReport();

        MachineChecks.Run(Places(), () => "Some GPU, 81559 MiB, 570.1\n", report);

        Assert.Equal("Some GPU, 81559 MiB, 570.1", report.Facts.Single(f => f.Section == "cuda").Text);
        if (SetupChoice.Read(Places()).Device == "cpu")
        {
            Assert.Contains(report.Problems, p => p.Mend.Contains("HIR_DEVICE=cuda", StringComparison.Ordinal) && !p.Needed);
        }
    }

    [Fact]
    public void Doctor_OnThisMachine_FindsEverythingAndPrintsOneObject()
    {
        using Launched doctor =
            Launched.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "hir.dll"), "doctor", "--json"], []).Ended();

        JsonElement json = JsonDocument.Parse(doctor.With(0).Output).RootElement;
        Assert.True(json.GetProperty("usable").GetBoolean());
        Assert.Equal("1.29.0", json.GetProperty("onnxruntime").GetProperty("version").GetString());
        Assert.Equal(
            Path.GetDirectoryName(json.GetProperty("onnxruntime").GetProperty("file").GetString()),
            Path.GetDirectoryName(json.GetProperty("onnxruntime-genai").GetProperty("file").GetString()));
        Assert.Matches(@"^[0-9]+\.[0-9]+\.", json.GetProperty("packages").GetProperty("Microsoft.ML.OnnxRuntimeGenAI").GetString());
        Assert.Contains(json.GetProperty("packages").GetProperty("used").GetString(), (string[])["nuget", "compat"]);
        Assert.NotEqual("", json.GetProperty("libtorch").GetProperty("blas").GetString());
        Assert.Equal(Environment.ProcessorCount, json.GetProperty("machine").GetProperty("cores").GetInt32());
        Assert.Equal(JsonValueKind.Array, json.GetProperty("cuda").GetProperty("devices").ValueKind);
    }

    private DoctorPlaces Places() => new(folder.Path, Checkout: null, folder.Path);
}
