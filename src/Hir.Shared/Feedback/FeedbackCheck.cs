using Hir.Shared.Configuration;
using Hir.Shared.Feedback.Classes;
using Hir.Shared.Feedback.CodeTests;
using Hir.Shared.Feedback.Processes;
using Hir.Shared.Feedback.RewardModels;
using Hir.Shared.Tasks;

namespace Hir.Shared.Feedback;

/// <summary>What can be known to go wrong before anything is sampled: missing programs and classes, tasks without targets.</summary>
public static class FeedbackCheck
{
    /// <summary>Every problem, a sentence each; none of the user's code runs.</summary>
    /// <param name="section">Resolved.</param>
    /// <param name="tasks">What it will score.</param>
    public static IReadOnlyList<string> Problems(FeedbackSection section, IEnumerable<TaskSet> tasks)
    {
        List<string> problems = [.. MissingTargets(section, tasks)];
        if (section.Command is { Folder: { } folder } command && ProgramPath.Problem(command.Run, folder) is { } noCommand)
        {
            problems.Add($"feedback.command.run: {noCommand}.");
        }

        if (section.CodeTests is { Folder: { } place } tests && CodeTestsFeedback.Problem(tests, place) is { } noTests)
        {
            problems.Add($"feedback.code_tests.run: {noTests}.");
        }

        if (section.RewardModel is { } reward)
        {
            problems.AddRange(RewardModelFolder.Problems(reward.Model).Select(p => $"feedback.reward_model.model: {p}."));
        }

        if (section.Class is { } type)
        {
            try
            {
                ClassFeedback.Find(type);
            }
            catch (InputException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        return problems;
    }

    // A task may lack some targets, whose outputs then have no score; with none at all it could only waste the model's time.
    private static IEnumerable<string> MissingTargets(FeedbackSection section, IEnumerable<TaskSet> tasks)
    {
        string[] kinds = [.. FeedbackKinds.NeedingTarget(section)];
        if (kinds.Length == 0) yield break;
        foreach (TaskSet task in tasks.DistinctBy(t => t.Name).Where(t => t.Examples.All(e => e.Target is null)))
        {
            yield return $"feedback.kind: {string.Join(", ", kinds)} compares with the target, "
                + $"and none of the {task.Examples.Count} examples of task {task.Name} has one; "
                + "add \"target\" to its lines, or take a kind that needs none (docs/feedback.md).";
        }
    }
}
