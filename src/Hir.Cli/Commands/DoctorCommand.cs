using System.CommandLine;
using Hir.Cli.Display;
using Hir.Cli.Doctor;

namespace Hir.Cli.Commands;

/// <summary>`hir doctor`: what the program stands on here, what is wrong, and how to mend it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", """
            Says what the program stands on, what is wrong and how to mend it: versions, packages, native libraries, devices, memory, disk.
            Exit code 1 if something that is needed does not work.

            Examples:
              hir doctor
              hir doctor --json
            """);
        command.SetAction(parsed =>
        {
            using Terminal terminal = CommonOptions.Terminal(parsed);
            DoctorReport report = Examine(DoctorPlaces.OfThisProcess());
            if (terminal.Json) terminal.ResultJson(report.ToJson());
            else foreach (string line in Lines(report)) terminal.Result(line);
            return report.Usable ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    internal static DoctorReport Examine(DoctorPlaces places)
    {
        var report = new DoctorReport();
        ProgramChecks.Run(places, report);
        NativeChecks.Run(places, LinkedLibraries.Of, report);
        MachineChecks.Run(places, MachineChecks.AskNvidia, report);
        return report;
    }

    private static IEnumerable<string> Lines(DoctorReport report)
    {
        foreach (IGrouping<string, DoctorFact> section in report.Facts.GroupBy(f => f.Section))
        {
            yield return section.Key;
            foreach (DoctorFact fact in section) yield return $"  {fact.Name,-29} {fact.Text}";
        }

        foreach (DoctorProblem problem in report.Problems)
        {
            yield return $"{(problem.Needed ? "broken" : "note")}: {problem.What}";
            yield return $"  mend: {problem.Mend}";
        }

        yield return report.Usable ? "Everything that is needed is here." : "Something that is needed does not work.";
    }
}
