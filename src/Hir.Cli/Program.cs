using System.CommandLine;
using Hir.Cli;

using Hir.Shared;

var root = new RootCommand("""
    Hindsight Instruction Relabeling: a language model learns from its own outputs, relabeled with the instruction that they do fulfil.

    Examples:
      hir demo                                  a whole run of the shipped base model on CPU, in minutes
      hir run examples/tiny.yaml                a run as a configuration file says
      hir eval --model DIR --tasks word_sorting@test --out result.json
    """);
CommonOptions.AddTo(root);
foreach (Command command in CommandList.All()) root.Subcommands.Add(command);

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine("error: " + error.Message);
    Console.Error.WriteLine($"`{string.Join(' ', ["hir", .. CommandPath(parsed.CommandResult.Command), "--help"])}` shows how it is used.");
    return ExitCode.WrongInput;
}

using var interrupt = new Interrupt();
try
{
    return await parsed.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupt.Token);
}
catch (InputException e)
{
    foreach (string problem in e.Problems) Console.Error.WriteLine("error: " + problem);
    return ExitCode.WrongInput;
}
catch (OperationCanceledException) when (interrupt.Token.IsCancellationRequested)
{
    Console.Error.WriteLine("interrupted");
    return ExitCode.Interrupted;
}
catch (Exception e)
{
    Console.Error.WriteLine("error: " + (parsed.GetValue(CommonOptions.Verbose) ? e.ToString() : e.Message));
    return ExitCode.Failed;
}

static IEnumerable<string> CommandPath(Command command) =>
    command is RootCommand ? [] : [.. command.Parents.OfType<Command>().Take(1).SelectMany(CommandPath), command.Name];
