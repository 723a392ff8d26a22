using System.CommandLine;
using Hir.Cli.Commands;

namespace Hir.Cli;

/// <summary>The commands, one file each.</summary>
internal static class CommandList
{
    public static IEnumerable<Command> All() =>
    [
        DemoCommand.Create(),
        RunCommand.Create(),
        RunsCommand.Create(),
        TasksCommand.Create(),
        SampleCommand.Create(),
        RelabelCommand.Create(),
        ShardsCommand.Create(),
        LearnCommand.Create(),
        EvalCommand.Create(),
        GenerateCommand.Create(),
        ScoreCommand.Create(),
        TokenizeCommand.Create(),
        ExportCommand.Create(),
        NewCommand.Create(),
        BenchCommand.Create(),
        DoctorCommand.Create(),
    ];
}
