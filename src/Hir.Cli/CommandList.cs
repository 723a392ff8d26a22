using System.CommandLine;
using Hir.Cli.Commands;

namespace Hir.Cli;

/// <summary>The commands, one file each.</summary>
internal static class CommandList
{
    public static IEnumerable<Command> All() =>
    [
        TasksCommand.Create(),
        TokenizeCommand.Create(),
        DoctorCommand.Create(),
    ];
}
