using System.CommandLine;
using Hir.Cli.Benchmarks;
using Hir.Cli.Display;
using Hir.Cli.Studies;
using Hir.Shared;

namespace Hir.Cli.Commands;

/// <summary>`hir bench`: whole jobs, timed.</summary>
internal static class BenchCommand
{
    private static readonly Dictionary<string, Func<string?, int, Terminal, IBenchmarkResult>> Benchmarks = new(StringComparer.Ordinal)
    {
        ["export"] = ExportBenchmark.Run,
        ["handoff"] = HandoffBenchmark.Run,
        ["tokenizer"] = TokenizerBenchmark.Run,
    };

    private static readonly Dictionary<string, Func<int, bool, Study>> Studies = new(StringComparer.Ordinal)
    {
        ["collapse"] = CollapseStudy.Create,
        ["rare"] = RareSuccessStudy.Create,
        ["steering"] = SteeringStudy.Create,
    };

    private static readonly Argument<string> Name = new("NAME") { Description = string.Join(", ", Known) };
    private static readonly Option<string?> Model = new("--model")
    {
        Description = "export: a checkpoint (default: random weights in the shape of Qwen2.5-0.5B, 2 GB); handoff: the model to publish "
            + "(default: random weights in the shape of FLAN-T5-small); tokenizer: a folder with tokenizer.json (default: data/base)",
    };
    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "times that each is measured, in turn",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "studies: the folder of their runs (default: runs/bench-NAME); the same command again goes on where it was stopped",
    };
    private static readonly Option<int> Seeds = new("--seeds") { Description = "studies: seeds a method", DefaultValueFactory = _ => 3 };
    private static readonly Option<int> Parallel = new("--parallel")
    {
        Description = "studies: runs at the same time, of one thread each (default: the machine's cores)",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };
    private static readonly Option<bool> Short = new("--short") { Description = "studies: a few steps of each method, to see that all of it runs" };

    private static IEnumerable<string> Known => Benchmarks.Keys.Concat(Studies.Keys);

    public static Command Create()
    {
        var command = new Command("bench", """
            Times whole jobs, and compares methods by whole runs.
              export     a checkpoint to a model folder, against copying its weights file
              handoff    publishing a model version, against reading, writing and fsyncing the same weights file
              tokenizer  text to token ids, against Hugging Face's tokenizers for JavaScript, and whether the ids are the same
              collapse   study: the robust settings and the paper's, one part changed at a time
              rare       study: FARL, graded hindsight and right beginnings where right answers are rare
              steering   study: a model asked for all, three quarters, a half and a quarter of a right answer

            Examples:
              hir bench handoff
              hir bench handoff --model data/base --json
              hir bench tokenizer --model data/base --rounds 9
              hir bench collapse --out runs/collapse
            """) { Name, Model, Rounds, Out, Seeds, Parallel, Short };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        string name = parsed.GetValue(Name)!;
        foreach (Option<int> count in (Option<int>[])[Rounds, Seeds, Parallel])
        {
            if (parsed.GetValue(count) < 1) throw new InputException($"{count.Name} {parsed.GetValue(count)}: not allowed; at least 1");
        }

        IBenchmarkResult result;
        if (Benchmarks.TryGetValue(name, out Func<string?, int, Terminal, IBenchmarkResult>? benchmark))
        {
            result = benchmark(parsed.GetValue(Model), parsed.GetValue(Rounds), terminal);
        }
        else if (Studies.TryGetValue(name, out Func<int, bool, Study>? create))
        {
            Study study = create(parsed.GetValue(Seeds), parsed.GetValue(Short));
            var runner = new StudyRunner(parsed.GetValue(Out) ?? Path.Combine("runs", "bench-" + name), parsed.GetValue(Parallel), terminal);
            IReadOnlyList<StudyRunResult> ended = await runner.RunAsync(study, cancellationToken);
            result = study switch
            {
                { AsksLevels: true } => new LevelTable(study, ended),
                { MethodsAreRows: true } => new MethodTable(study, ended),
                _ => new StudyTable(study, ended),
            };
        }
        else
        {
            throw new InputException($"hir bench {name}: no such benchmark; known: {string.Join(", ", Known)}");
        }

        terminal.Result(result.ToTable());
        terminal.ResultJson(result.ToJson());
        return ExitCode.Done;
    }
}
