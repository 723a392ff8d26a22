using Hir.Sampler.Engines;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Feedback;
using Hir.Shared.Prompts;
using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Pieces;
using Hir.Shared.Tasks;

namespace Hir.Cli.Running;

/// <summary>A configuration with all that it names loaded and checked: what the roles of a run work from.</summary>
internal sealed class RunPlan
{
    // A learner needs no assembly of the user's.
    private readonly Lazy<AskedInstructions> _asks;

    private RunPlan(RunConfig config, ResolvedPrompt? prompt, IReadOnlyList<TaskSet> training, IReadOnlyList<TaskSet> evaluation)
    {
        Config = config;
        Training = training;
        Evaluation = evaluation;
        Instructions = config.Instructions.ToInstructions();
        _asks = new Lazy<AskedInstructions>(() => RelabelCatalog.Asks(config.Relabel, Instructions));
        Prompt = prompt;
        Template = prompt?.Template ?? new PromptTemplate(config.Prompt.Template);
        DataSha256 = TaskData.Sha256([.. training, .. evaluation]);
    }

    public RunConfig Config { get; }

    /// <summary>What is sampled from.</summary>
    public IReadOnlyList<TaskSet> Training { get; }

    /// <summary>Held-out queries.</summary>
    public IReadOnlyList<TaskSet> Evaluation { get; }

    /// <summary>The two instructions of the configuration, which phi may word anew.</summary>
    public Instructions Instructions { get; }

    /// <summary>What sampling and evaluation ask: phi's words.</summary>
    public AskedInstructions Asks => _asks.Value;

    /// <summary>How instruction and query become a prompt, for sampling, training and evaluation alike.</summary>
    public PromptTemplate Template { get; }

    /// <summary>How the template was found; null in a role, which takes the text that its run's configuration records.</summary>
    public ResolvedPrompt? Prompt { get; }

    /// <summary>Over every example, so that a resumed run notices other data.</summary>
    public string DataSha256 { get; }

    /// <summary>R over a pool of workers; to be disposed.</summary>
    public IFeedbackPool Feedback() => FeedbackFactory.Create(Config.Feedback, Config.Device, Threads);

    /// <summary>phi, over one iteration after another.</summary>
    /// <param name="model">A folder with the tokenizer that sampled.</param>
    /// <param name="options">How a phi that is a model runs.</param>
    /// <param name="cancellationToken">Ends such a phi early.</param>
    public RelabelSequence Relabeling(string model, EngineOptions options, CancellationToken cancellationToken) => new(
        Relabelers.Create(Config.Relabel, Instructions, options, cancellationToken),
        PieceCutter.Of(Config.Relabel, Instructions, model));

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
        // Only a start asks: a role may work on a machine that has no use for the programs and files of R.
        if (prompt is not null) problems.AddRange(FeedbackCheck.Problems(config.Feedback, [.. training, .. evaluation]));
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
