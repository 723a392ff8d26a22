using System.CommandLine;
using Hir.Cli.Display;
using Hir.Shared.Configuration;

namespace Hir.Cli;

/// <summary>Options that every command understands.</summary>
internal static class CommonOptions
{
    public static Option<string?> Device { get; } = new("--device")
    {
        Description = "cpu (default), cuda, cuda:N or auto; only auto falls back",
        Recursive = true,
    };

    public static Option<long?> Seed { get; } = new("--seed")
    {
        Description = "the seed of everything that is drawn (default 0)",
        Recursive = true,
    };

    public static Option<int?> Threads { get; } = new("--threads")
    {
        Description = "threads on CPU (default: the machine's cores)",
        Recursive = true,
    };

    public static Option<bool> Quiet { get; } = new("--quiet") { Description = "say only warnings, errors and results", Recursive = true };

    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "say more, with stack traces of failures",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "one JSON object on standard output, everything else on standard error",
        Recursive = true,
    };

    public static void AddTo(RootCommand root)
    {
        foreach (Option option in (Option[])[Device, Seed, Threads, Quiet, Verbose, Json]) root.Options.Add(option);
        Device.Validators.Add(r =>
        {
            string? text = r.Tokens.Count > 0 ? r.Tokens[0].Value : null;
            if (text is not null && !DeviceName.IsValid(text)) r.AddError($"--device {text}: not a device; give cpu, cuda, cuda:N or auto");
        });
    }

    public static Terminal Terminal(ParseResult parsed) =>
        new(parsed.GetValue(Quiet), parsed.GetValue(Verbose), parsed.GetValue(Json), TimeProvider.System);

    public static string DeviceOf(ParseResult parsed) => parsed.GetValue(Device) ?? "cpu";

    public static long SeedOf(ParseResult parsed) => parsed.GetValue(Seed) ?? 0;

    public static int ThreadsOf(ParseResult parsed) => parsed.GetValue(Threads) ?? Environment.ProcessorCount;
}
