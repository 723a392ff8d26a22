namespace Hir.EndToEnd.Tests.Setup;

/// <summary>./test: what it counts, its last line and its exit code.</summary>
public sealed class TestCommandTests : IDisposable
{
    private readonly StagedMachine machine = new();

    public TestCommandTests()
    {
        machine.Write("tests/A.Tests/A.Tests.csproj", "<Project/>");
        machine.Write("tests/B.Tests/B.Tests.csproj", "<Project/>");
    }

    public void Dispose() => machine.Dispose();

    [Fact]
    public void Test_AllPass_EndsWithTheSumAndZero()
    {
        Launched test = Run(Counters(total: 5, passed: 5, failed: 0), Counters(total: 7, passed: 7, failed: 0));

        Assert.Equal("12 passed, 0 failed", LastLine(test.With(0)));
        Assert.Contains(
            machine.Calls,
            c => c.StartsWith("dotnet build", StringComparison.Ordinal) && c.Contains("Hir.sln -c Release", StringComparison.Ordinal));
    }

    [Fact]
    public void Test_OneFails_EndsWithOne()
    {
        const string Result =
            """<UnitTestResult executionId="1" testName="A.Adds_Two_Fails" duration="0" outcome="Failed" testListId="2">""";
        Launched test = Run(
            Counters(total: 5, passed: 4, failed: 1) + $"\necho '{Result}' >> \"$results/$name.trx\"; exit 1",
            Counters(total: 7, passed: 7, failed: 0));

        Assert.Equal("11 passed, 1 failed", LastLine(test.With(1)));
        Assert.Contains("failed: A.Adds_Two_Fails\n", test.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_SomeSkipped_CountsThemApart()
    {
        const string Skipped = """<UnitTestResult outcome="NotExecuted">\n<Message>no shared folder</Message>\n</UnitTestResult>""";
        Launched test = Run(Counters(total: 5, passed: 3, failed: 0) + $"\nprintf '{Skipped}\n{Skipped}\n' >> \"$results/$name.trx\"",
            Counters(total: 7, passed: 7, failed: 0));

        Assert.Equal("10 passed, 0 failed, 2 skipped", LastLine(test.With(0)));
        Assert.Contains("skipped: 2, because: no shared folder\n", test.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_NoneRan_EndsWithOne()
    {
        Launched test = Run("exit 0", "exit 0");

        Assert.Equal("0 passed, 0 failed", LastLine(test.With(1)));
    }

    [Fact]
    public void Test_ProcessDies_CountsAsFailed()
    {
        Launched test = Run("exit 134", Counters(total: 7, passed: 7, failed: 0));

        Assert.Equal("7 passed, 1 failed", LastLine(test.With(1)));
        Assert.Contains("did not finish (exit code 134)", test.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_Filter_IsPassedToEachProject()
    {
        Run(Counters(total: 1, passed: 1, failed: 0), "exit 0", "Shards&Category!=slow");

        Assert.Equal(2, machine.Calls.Count(c => c.StartsWith("dotnet test", StringComparison.Ordinal)
            && c.Contains("--filter Shards&Category!=slow ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Test_SecondTime_RunsTheTestsAndNothingElse()
    {
        Run(Counters(total: 1, passed: 1, failed: 0), "exit 0");
        machine.ForgetCalls();
        machine.Without("npm", "node", "apt-get", "dpkg-query", "g++", "cmake", "id");

        Launched test = machine.Start("test").Ended();

        test.With(0);
        Assert.All(machine.Calls, c => Assert.StartsWith("dotnet test", c, StringComparison.Ordinal));
        Assert.Equal(2, machine.Calls.Length);
    }

    [Fact]
    public void Test_NpmPackagesOfTests_AreFetchedOnceAndOtherPlatformsDropped()
    {
        machine.Write("tests/node/package-lock.json", "parquet");
        machine.Write("tests/node-transformers/package-lock.json", "transformers");
        machine.Tool("npm", NpmForTests);

        Launched test = Run(Counters(total: 1, passed: 1, failed: 0), "exit 0");

        test.With(0);
        Assert.Contains("Transformers.js from npm, for tests: 116 MB", test.Error, StringComparison.Ordinal);
        Assert.Equal(3, machine.Calls.Count(c => c == "npm ci --ignore-scripts --no-progress"));
        string library = machine.PathOf("tests/node-transformers/node_modules/onnxruntime-node/bin/napi-v6");
        Assert.Equal(
            ["linux/x64/libonnxruntime.so.1"],
            Directory.EnumerateFiles(library, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(library, f)));
        Assert.True(File.Exists(machine.PathOf("tests/node/node_modules/package/file")));
        machine.ForgetCalls();
        machine.Start("test").Ended();
        Assert.DoesNotContain(machine.Calls, c => c.StartsWith("npm", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tests/node/node_modules/.made-from", "a second reader of Parquet files")]
    [InlineData("tests/node-transformers/node_modules/.made-from", "Transformers.js")]
    public void Test_NpmPackagesGone_AreFetchedAgain(string gone, string fetched)
    {
        machine.Write("tests/node/package-lock.json", "parquet");
        machine.Write("tests/node-transformers/package-lock.json", "transformers");
        machine.Tool("npm", NpmForTests);
        Run(Counters(total: 1, passed: 1, failed: 0), "exit 0");
        machine.ForgetCalls();
        File.Delete(machine.PathOf(gone));

        Launched test = machine.Start("test").Ended();

        Assert.Contains($"{fetched} from npm", test.Error, StringComparison.Ordinal);
        Assert.Single(machine.Calls, c => c.StartsWith("npm", StringComparison.Ordinal));
    }

    [Fact]
    public void Test_TransformersWithoutTheLibrary_FailsAndKeepsNoStamp()
    {
        machine.Write("tests/node-transformers/package-lock.json", "transformers");
        machine.Tool("npm", NpmForTests + "\nrm -rf node_modules/onnxruntime-node/bin/napi-v6/linux");

        Launched test = Run(Counters(total: 1, passed: 1, failed: 0), "exit 0");

        test.With(1);
        Assert.Contains("Transformers.js could not be fetched from npm", test.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(machine.PathOf("tests/node-transformers/node_modules/.made-from")));
    }

    [Fact]
    public void Test_BuildFails_EndsWithOneAndRunsNoTest()
    {
        machine.Tool("dotnet", StagedMachine.Dotnet(StagedMachine.FeedLacks, build: "echo 'A.cs(1,1): error CS1002'; exit 1"));

        machine.Start("test").Ended().With(1);

        Assert.DoesNotContain(machine.Calls, c => c.StartsWith("dotnet test", StringComparison.Ordinal));
    }

    // In tests/node and tests/node-transformers it leaves a package; elsewhere it is that of set-up.
    private static string NpmForTests => $$"""
        case $PWD in
            */tests/node) mkdir -p node_modules/package && echo content > node_modules/package/file ;;
            */tests/node-transformers)
                for file in linux/x64/libonnxruntime.so.1 linux/arm64/libonnxruntime.so.1 win32/x64/onnxruntime.dll; do
                    mkdir -p node_modules/onnxruntime-node/bin/napi-v6/${file%/*} && echo content > node_modules/onnxruntime-node/bin/napi-v6/$file
                done ;;
            *) {{StagedMachine.NpmThatWorks}} ;;
        esac
        """;

    private static string LastLine(Launched test) => test.Output.Split('\n')[^1];

    // What a test run writes: its counters, as the file of results has them.
    private static string Counters(int total, int passed, int failed) =>
        $"""echo '    <Counters total="{total}" executed="{passed + failed}" passed="{passed}" failed="{failed}" error="0" """
        + """timeout="0" />' > "$results/$name.trx" """;

    private Launched Run(string testsOfA, string testsOfB, params string[] arguments)
    {
        machine.Tool("dotnet", StagedMachine.Dotnet(StagedMachine.FeedLacks, run: $$"""
            while (( $# )); do
                case $1 in *.dll) name=$(basename "$1" .dll) ;; --results-directory) results=$2 ;; esac
                shift
            done
            case $name in
                A.Tests) {{testsOfA}}
                    ;;
                B.Tests) {{testsOfB}}
                    ;;
            esac
            """));
        return machine.Start("test", arguments).Ended();
    }
}
