using System.CommandLine;

namespace Hir.Cli;

/// <summary>The commands, one file each.</summary>
internal static class CommandList
{
    public static IEnumerable<Command> All() =>
    [

    ];
}
