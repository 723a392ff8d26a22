using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Feedback;
using Hir.Shared.Prompts;
using Hir.Shared.Relabeling;
using Hir.Shared.Tasks;

namespace Hir.Cli.Running;

/// <summary>A configuration with all that it names loaded and checked: what the roles of a run work from.</summary>
internal sealed class RunPlan
{
    private RunPlan(RunConfig config, ResolvedPrompt? prompt, IReadOnlyList<TaskSet> training, IReadOnlyList<TaskSet> evaluation)
    {
        Config = config;
        Training = training;
        Evaluation = evaluation;
        Instructions = config.Instructions.ToInstructions();
        Prompt = prompt;
        Template = prompt?.Template ?? new PromptTemplate(config.Prompt.Template);
        DataSha256 = TaskData.Sha256([.. training, .. evaluation]);
    }

    public RunConfig Config { get; }

    /// <summary>What is sampled from.</summary>
    public IReadOnlyList<TaskSet> Training { get; }

    /// <summary>Held-out queries.</summary>
    public IReadOnlyList<TaskSet> Evaluation { get; }

    public Instructions Instructions { get; }

    /// <summary>How instruction and query become a prompt, for sampling, training and evaluation alike.</summary>
    public PromptTemplate Template { get; }

    /// <summary>How the template was found; null in a role, which takes the text that its run's configuration records.</summary>
    public ResolvedPrompt? Prompt { get; }

    /// <summary>Over every example, so that a resumed run notices other data.</summary>
    public string DataSha256 { get; }

    /// <summary>R over a pool of workers.</summary>
    public FeedbackRunner Feedback() => new(FeedbackCatalog.Create(Config.Feedback.Kind), new FeedbackRunnerOptions
    {
        Workers = Config.Feedback.Workers > 0 ? Config.Feedback.Workers : Threads,
        TimeLimit = TimeSpan.FromSeconds(Config.Feedback.TimeoutSeconds),
        MaxFailureRate = Config.Feedback.MaxFailureRate,
    });

    /// <summary>phi.</summary>
    public IRelabeler Relabeler() => RelabelCatalog.Create(Config.Relabel.Kind, Instructions);

    public int Threads => Config.Threads > 0 ? Config.Threads : Environment.ProcessorCount;

    /// <summary>Loads the tasks. All that is wrong is said at once.</summary>
    /// <param name="config">With a prompt template that is resolved.</param>
    /// <param name="prompt">How it was resolved.</param>
    public static RunPlan Load(RunConfig config, ResolvedPrompt? prompt = null)
    {
        var problems = new List<string>();
        IReadOnlyList<TaskSet> training = Load(config.Tasks, TaskSplit.Train, config.Seed, problems);
        IReadOnlyList<TaskSet> evaluation = Load(
            config.Evaluation.Tasks.Count > 0 ? config.Evaluation.Tasks : config.Tasks, TaskSplit.Test, config.Seed, problems);
        if (problems.Count == 0)
        {
            problems.AddRange(config.Replay.TaskWeights.Keys.Except(training.Select(t => t.Name)).Select(name =>
                $"replay.task_weights.{name}: the run trains on no task of that name; its tasks are "
                    + string.Join(", ", training.Select(t => t.Name))));
        }

        if (problems.Count > 0) throw new InputException([.. problems.Distinct()]);
        if (config.Evaluation.Queries > 0)
        {
            evaluation = [.. evaluation.Select(t => t with { Examples = [.. t.Examples.Take(config.Evaluation.Queries)] })];
        }

        return new RunPlan(config, prompt, training, evaluation);
    }

    private static IReadOnlyList<TaskSet> Load(IReadOnlyList<string> specs, TaskSplit split, long seed, List<string> problems)
    {
        var sets = new List<TaskSet>();
        foreach (string spec in specs)
        {
            try
            {
                sets.AddRange(TaskCatalog.Load(spec, new TaskLoadOptions { Seed = seed, DefaultSplit = split }));
            }
            catch (InputException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        return sets;
    }
}
