using System.CommandLine;
using System.Globalization;

namespace Hir.Cli.Verification;

/// <summary>What a child process is told of the options that all commands share.</summary>
internal sealed record CommonArguments(string Device, int Threads)
{
    public IReadOnlyList<string> All => ["--device", Device, "--threads", Threads.ToString(CultureInfo.InvariantCulture), "--quiet"];

    public static CommonArguments Of(ParseResult parsed) => new(CommonOptions.DeviceOf(parsed), CommonOptions.ThreadsOf(parsed));
}
