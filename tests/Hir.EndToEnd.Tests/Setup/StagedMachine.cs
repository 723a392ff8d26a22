using System.Runtime.Versioning;
using Hir.Testing;

// The launchers are for Linux.
[assembly: SupportedOSPlatform("linux")]

namespace Hir.EndToEnd.Tests.Setup;

/// <summary>
/// A checkout with this project's launchers and scripts and hardly any source, on a machine of which everything but the base system is
/// staged: dotnet, npm, apt-get and their like are scripts that write down that they were called and leave what the real ones leave.
/// </summary>
internal sealed class StagedMachine : IDisposable
{
    // What set-up uses of a Debian base system.
    private static readonly string[] baseSystem =
    [
        "awk", "basename", "bash", "cat", "cksum", "cp", "cut", "date", "df", "dirname", "env", "find", "flock", "grep", "head", "mkdir",
        "mktemp",
        "mv", "paste", "readlink", "rm", "sed", "sha256sum", "sleep", "sort", "tail", "timeout", "touch", "uniq",
    ];

    private readonly TempFolder folder = new();

    public StagedMachine()
    {
        Directory.CreateDirectory(Tools);
        Directory.CreateDirectory(Home);
        foreach (string tool in baseSystem)
        {
            string place = ((string[])["/usr/bin/", "/bin/"]).Select(p => p + tool).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(Tools, tool), place);
        }

        string[] files =
            ["hir", "test", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "Hir.sln"];
        foreach (string file in files)
            Copy(file);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(SharedFixtures.Root, "setup"), "*", SearchOption.AllDirectories))
            Copy(Path.GetRelativePath(SharedFixtures.Root, file));
        Write("src/Hir.Cli/Hir.Cli.csproj", "<Project/>");
        Write("src/Hir.Cli/Program.cs", "// the program");
        Write(
            "compat/TorchSharp/native/build.sh",
            $"echo build.sh >> '{CallsFile}'; mkdir -p \"$1\" && echo bridge > \"$1/libLibTorchSharp.so\"");

        Tool("id", "echo 0");
        Tool("node", "exit 0");
        Tool("g++", "exit 0");
        Tool("cmake", "exit 0");
        Tool("dpkg-query", "echo installed");
        Tool("apt-get", "exit 0");
        Tool("npm", NpmThatWorks);
        Tool("dotnet", Dotnet(restore: FeedLacks));
    }

    /// <summary>An npm that puts the packages' files where npm puts them.</summary>
    public static string NpmThatWorks => """
        for name in onnxruntime onnxruntime-genai; do
            package=node_modules/com.github.asus4.$name
            mkdir -p $package/Runtime/Deep $package/Plugins/Linux/x64 $package/Plugins/macOS
            for file in Runtime/A.cs Runtime/Deep/B.cs Runtime/A.cs.meta Plugins/Linux/x64/lib$name.so Plugins/macOS/other LICENSE ThirdPartyNotices.txt; do
                echo content > $package/$file
            done
        done
        """;

    /// <summary>What `dotnet restore` does where the feed lacks two of the packages.</summary>
    public static string FeedLacks => """
        echo "a.csproj : error NU1101: Unable to find package TorchSharp. No packages exist with this id in source(s): feed"
        echo "b.csproj : error NU1102: Unable to find package Parquet.Net with version (>= 6.1.0)"
        exit 1
        """;

    public string Root => folder.File("checkout");

    public string Home => folder.File("home");

    /// <summary>The calls of staged tools, one a line.</summary>
    public string[] Calls => File.Exists(CallsFile) ? File.ReadAllLines(CallsFile) : [];

    private string Tools => folder.File("tools");

    private string CallsFile => folder.File("calls");

    /// <summary>A dotnet that builds a program of one file, and says with which arguments that program was started.</summary>
    public static string Dotnet(string restore, string build = "", string run = "") => $$"""
        case $1 in
            --version) echo 10.0.100 ;;
            restore) {{restore}}
                ;;
            build) {{build}}
                mkdir -p "$checkout/src/Hir.Cli/bin/Release/net10.0" && rm -f "$checkout/src/Hir.Cli/bin/Release/net10.0/hir.dll"
                echo program > "$checkout/src/Hir.Cli/bin/Release/net10.0/hir.dll"
                ;;
            *) {{run}}
                shift; echo "program with: $*" ;;
        esac
        """;

    /// <summary>Puts a staged tool in place.</summary>
    public void Tool(string name, string script)
    {
        string path = Path.Combine(Tools, name);
        // Deleted first: writing to a link would write to the system's own tool behind it.
        File.Delete(path);
        using (var file = new StreamWriter(new FileStream(path, FileMode.CreateNew)))
            file.Write($"#!/bin/bash\nchild=$*\necho \"{name} ${{child//$'\\n'/ }}\" >> '{CallsFile}'\ncheckout='{Root}'\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Without(params string[] tools)
    {
        foreach (string tool in tools) File.Delete(Path.Combine(Tools, tool));
    }

    public void ForgetCalls() => File.Delete(CallsFile);

    public string PathOf(string file) => Path.Combine(Root, file);

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    /// <summary>Starts ./hir or ./test and does not wait.</summary>
    public Launched Start(string launcher, string[]? arguments = null, params (string Name, string Value)[] environment)
    {
        var settings = new Dictionary<string, string?>
        {
            ["PATH"] = Tools, ["HOME"] = Home, ["HIR_PACKAGES"] = null, ["HIR_DEVICE"] = null, ["TORCH_ROOT"] = null,
        };
        foreach ((string name, string value) in environment) settings[name] = value;
        return Launched.Start("/bin/bash", [PathOf(launcher), .. arguments ?? []], settings, folder.Path);
    }

    /// <summary>Runs ./hir to its end.</summary>
    public Launched Hir(params (string Name, string Value)[] environment) => Start("hir", ["demo", "--quiet"], environment).Ended();

    public void Dispose() => folder.Dispose();

    private void Copy(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.Copy(Path.Combine(SharedFixtures.Root, file), PathOf(file));
    }
}
