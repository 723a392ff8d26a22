using System.CommandLine;
using Hir.Cli.Benchmarks;
using Hir.Cli.Display;
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

    private static readonly Argument<string> Name = new("NAME") { Description = string.Join(", ", Benchmarks.Keys) };
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

    public static Command Create()
    {
        var command = new Command("bench", """
            Times whole jobs.
              export     a checkpoint to a model folder, against copying its weights file
              handoff    publishing a model version, against reading, writing and fsyncing the same weights file
              tokenizer  text to token ids, against Hugging Face's tokenizers for JavaScript, and whether the ids are the same

            Examples:
              hir bench handoff
              hir bench handoff --model data/base --json
              hir bench tokenizer --model data/base --rounds 9
            """) { Name, Model, Rounds };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        string name = parsed.GetValue(Name)!;
        if (!Benchmarks.TryGetValue(name, out Func<string?, int, Terminal, IBenchmarkResult>? benchmark))
        {
            throw new InputException($"hir bench {name}: no such benchmark; known: {string.Join(", ", Benchmarks.Keys)}");
        }

        if (parsed.GetValue(Rounds) < 1) throw new InputException($"--rounds {parsed.GetValue(Rounds)}: not allowed; at least 1");
        IBenchmarkResult result = benchmark(parsed.GetValue(Model), parsed.GetValue(Rounds), terminal);
        terminal.Result(result.ToTable());
        terminal.ResultJson(result.ToJson());
        return ExitCode.Done;
    }
}
