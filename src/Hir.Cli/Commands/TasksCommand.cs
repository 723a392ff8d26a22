using System.CommandLine;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Shared;
using Hir.Shared.JsonLines;
using Hir.Shared.Prompts;
using Hir.Shared.Relabeling;
using Hir.Shared.Tasks;
using Hir.Shared.Tasks.Families;

namespace Hir.Cli.Commands;

/// <summary>`hir tasks`: the task families with an example each; also writes the pretraining corpus of the shipped base model.</summary>
internal static class TasksCommand
{
    private static readonly Option<int?> Pretraining = new("--pretraining")
    {
        Description = "instead of listing: write so many pretraining pairs to --out",
    };
    private static readonly Option<string> Mixture = new("--mixture")
    {
        Description = "what --pretraining mixes: base (two families), base12 or base12-later (the paper's twelve tasks), "
            + "or exercises that come before those: lookup1, lookup2, lookup3, facts",
        DefaultValueFactory = _ => "base",
    };
    private static readonly Option<string?> Out = new("--out") { Description = "the JSONL file for --pretraining" };

    private static readonly Option<string?> Check = new("--check")
    {
        Description = "instead of listing: find the answers from the queries' text alone, and compare the targets",
    };

    public static Command Create()
    {
        var command = new Command("tasks", """
            Lists the task families, with an example of each.

            Examples:
              hir tasks
              hir tasks --pretraining 50000 --seed 1 --out pairs.jsonl
              hir tasks --check word_sorting@test,mine/date_understanding.json
            """) { Pretraining, Mixture, Out, Check };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        if (parsed.GetValue(Pretraining) is { } count)
        {
            WritePretraining(
                count,
                parsed.GetValue(Mixture)!,
                CommonOptions.SeedOf(parsed),
                parsed.GetValue(Out) ?? throw new InputException("--pretraining needs --out FILE.jsonl: where to write the pairs"),
                terminal);
            return ExitCode.Done;
        }

        if (parsed.GetValue(Check) is { } spec) return CheckTargets(spec, CommonOptions.SeedOf(parsed), terminal);
        var list = new JsonArray();
        foreach (TaskFamily family in TaskFamilies.All)
        {
            TaskExample example = family.DefaultExamples[0];
            terminal.Result($"{family.Name}  ({family.DefaultCount} examples)");
            terminal.Result($"  {family.Description}");
            foreach (string line in example.Query.Split('\n')) terminal.Result($"    {line}");
            terminal.Result($"    -> {example.Target}");
            terminal.Result("");
            list.Add(new JsonObject
            {
                ["name"] = family.Name,
                ["description"] = family.Description,
                ["examples"] = family.DefaultCount,
                ["query"] = example.Query,
                ["target"] = example.Target,
            });
        }

        terminal.Result("Your own: a .jsonl file with `query` and `target` in each line, a BIG-bench task.json or a BIG-bench-Hard file.");
        terminal.Result("@train and @test pick a side of the 80/20 split, :N limits: word_sorting@test:100");
        terminal.ResultJson(new JsonObject { ["tasks"] = list });
        return ExitCode.Done;
    }

    /// <summary>Prints how many targets of each task are proved, refuted and not covered; the refuted ones by id.</summary>
    private static int CheckTargets(string spec, long seed, Terminal terminal)
    {
        IReadOnlyList<TaskSet> sets = TaskCatalog.Load(spec, new TaskLoadOptions { Seed = seed });
        string[] strangers = [.. sets.Select(s => s.Name).Where(name => TaskFamilies.Find(name) is null)];
        if (strangers.Length > 0)
        {
            throw new InputException([.. strangers.Select(
                name => $"--check: {name} is no family's name; name the file after the family whose questions it holds")]);
        }

        var list = new JsonObject();
        int refutedInAll = 0;
        foreach (TaskSet set in sets)
        {
            TaskFamily family = TaskFamilies.Find(set.Name)!;
            ILookup<TargetCheck, TaskExample> checks = set.Examples.ToLookup(
                e => e.Target is null ? TargetCheck.NotCovered : family.Check(e.Query, e.Target));
            (int proved, int refuted) = (checks[TargetCheck.Proved].Count(), checks[TargetCheck.Refuted].Count());
            refutedInAll += refuted;
            int notCovered = set.Examples.Count - proved - refuted;
            terminal.Result($"{set.Name}: {proved} proved, {refuted} refuted, {notCovered} not covered");
            foreach (TaskExample e in checks[TargetCheck.Refuted]) terminal.Result($"  refuted: {e.Id}, target {e.Target}");
            list[set.Name] = new JsonObject { ["proved"] = proved, ["refuted"] = refuted, ["not_covered"] = notCovered };
        }

        terminal.ResultJson(new JsonObject { ["tasks"] = list });
        return refutedInAll == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static IEnumerable<PretrainingExample> Mixed(string mixture, int count, long seed)
    {
        Instructions instructions = Instructions.Default;
        return mixture switch
        {
            "base" => Tasks(PretrainingCorpus.BaseModelShares),
            "base12" => Tasks(PretrainingCorpus.TwelveTaskShares),
            "base12-later" => Tasks(PretrainingCorpus.TwelveTaskLaterShares),
            "lookup1" => LookupCorpus.Generate(count, seed, LookupCorpus.First),
            "lookup2" => LookupCorpus.Generate(count, seed, LookupCorpus.Second),
            "lookup3" => LookupCorpus.Generate(count, seed, LookupCorpus.Third),
            "facts" => FactCorpus.Generate(count, seed),
            _ => throw new InputException(
                $"--mixture {mixture}: no such mixture; give base, base12, base12-later, lookup1, lookup2, lookup3 or facts"),
        };

        IEnumerable<PretrainingExample> Tasks(IReadOnlyList<(TaskFamily Family, double Share)> shares) =>
            PretrainingCorpus.Generate(count, seed, instructions.Correct, instructions.Wrong, shares);
    }

    private static void WritePretraining(int count, string mixture, long seed, string path, Terminal terminal)
    {
        if (count < 1) throw new InputException($"--pretraining {count}: not allowed; at least 1");
        JsonLinesFile.Write(path, Mixed(mixture, count, seed).Select(line => new JsonObject
        {
            ["prompt"] = PromptTemplate.Default.Render(line.Instruction, line.Query),
            ["output"] = line.Output,
            ["task"] = line.Task,
            ["is_success"] = line.IsRight,
        }));
        terminal.Result($"{count} pairs: {path}");
        terminal.ResultJson(new JsonObject { ["out"] = path, ["pairs"] = count });
    }
}
