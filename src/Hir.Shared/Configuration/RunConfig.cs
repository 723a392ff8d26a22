using System.Collections.ObjectModel;
using Hir.Shared.Handoff;
using Hir.Shared.Prompts;
using Hir.Shared.Relabeling;
using Hir.Shared.Shards;

namespace Hir.Shared.Configuration;

/// <summary>Everything that one run is told: the file that `hir run` reads, with the defaults for what it leaves out.</summary>
public sealed record RunConfig : IConfigSection
{
    /// <summary>The preset whose settings lie beneath this configuration's own.</summary>
    public string Preset { get; set; } = Presets.Default;

    /// <summary>The run's name; its folder is runs/NAME unless --out says otherwise. Default: the configuration file's name.</summary>
    public string? Name { get; set; }

    /// <summary>The model folder that the run starts from; a relative path starts from the configuration file's folder.</summary>
    public string Model { get; set; } = "";

    /// <summary>Task specifications, one a list entry. Without @train or @test each is split: trained on one side, evaluated on the
    /// other.</summary>
    public IReadOnlyList<string> Tasks { get; set; } = [];

    /// <summary>The seed of everything that is drawn. Equal seeds give equal bytes on CPU with the same number of threads.</summary>
    public long Seed { get; set; }

    /// <summary>How often the model samples and learns. At least 1.</summary>
    public int Iterations { get; set; } = 5;

    /// <summary>cpu, cuda, cuda:N or auto.</summary>
    public string Device { get; set; } = "cpu";

    /// <summary>Threads of each role; 0 takes the machine's cores.</summary>
    public int Threads { get; set; }

    /// <summary>The learner saves a checkpoint within an iteration after so many seconds.</summary>
    public double CheckpointSeconds { get; set; } = 60;

    /// <summary>Whether a run that is collapsing ends, instead of going on to its last iteration with warnings.</summary>
    public bool StopOnCollapse { get; set; }

    /// <summary>How an instruction and a query become a prompt.</summary>
    public PromptSection Prompt { get; set; } = new();

    /// <summary>The instruction strings, one set for sampling, relabeling and evaluation.</summary>
    public InstructionsSection Instructions { get; set; } = new();

    /// <summary>Online sampling.</summary>
    public SamplingSection Sampling { get; set; } = new();

    /// <summary>What runs the model for sampling and evaluation.</summary>
    public SamplerSection Sampler { get; set; } = new();

    /// <summary>The feedback function R.</summary>
    public FeedbackSection Feedback { get; set; } = new();

    /// <summary>The instruction generation function phi.</summary>
    public RelabelSection Relabel { get; set; } = new();

    /// <summary>What is minimised.</summary>
    public ObjectiveSection Objective { get; set; } = new();

    /// <summary>How it is minimised.</summary>
    public TrainingSection Training { get; set; } = new();

    /// <summary>Which of the saved samples are trained on.</summary>
    public ReplaySection Replay { get; set; } = new();

    /// <summary>Evaluation on held-out queries.</summary>
    public EvaluationSection Evaluation { get; set; } = new();

    /// <summary>Which versions of the model are kept.</summary>
    public RetentionSection Retention { get; set; } = new();

    /// <summary>How shards are written.</summary>
    public ShardsSection Shards { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        foreach ((string, string) problem in Presets.Problems(Preset)) yield return problem;
        if (Name is not null && (Name.Length == 0 || Name.AsSpan().IndexOfAny("/\\\0") >= 0 || Name is "." or ".."))
            yield return ("name", $"'{Name}' is not a folder's name; leave out slashes, and give a whole path with --out");
        if (Model.Length == 0) yield return ("model", "missing; give the folder of the model that the run starts from");
        if (Tasks.Count == 0) yield return ("tasks", "missing; name at least one task (`hir tasks` lists the families)");
        if (Iterations < 1) yield return ("iterations", $"{Iterations} is not allowed: at least 1");
        if (CheckpointSeconds <= 0) yield return ("checkpoint_seconds", Rules.Number(CheckpointSeconds, "above 0"));
        if (Threads < 0) yield return ("threads", $"{Threads} is not allowed: 0 (the machine's cores) or more");
        if (!DeviceName.IsValid(Device)) yield return ("device", $"'{Device}' is not a device: cpu, cuda, cuda:N or auto");
        if (Objective.ComparesGroups && Sampling.Samples < 2)
            yield return ("sampling.samples", $"{Sampling.Samples} is not allowed with objective.kind {ConfigNames.Of(Objective.Kind)}, "
                + "which compares the samples of a query: at least 2");
    }
}

/// <summary>How an instruction and a query become a prompt.</summary>
public sealed record PromptSection : IConfigSection
{
    /// <summary>auto (the model folder decides), the name of a chat format, or a text with {instruction} and {query} in it.</summary>
    public string Template { get; set; } = PromptResolution.Auto;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => PromptResolution.Problems(Template).Select(p => ("template", p));
}

/// <summary>The instruction strings.</summary>
public sealed record InstructionsSection : IConfigSection
{
    /// <summary>Asks for what is wanted.</summary>
    public string Correct { get; set; } = Relabeling.Instructions.Default.Correct;

    /// <summary>Asks for its opposite.</summary>
    public string Wrong { get; set; } = Relabeling.Instructions.Default.Wrong;

    /// <summary>Both, as relabeling takes them.</summary>
    public Instructions ToInstructions() => new(Correct, Wrong);

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Correct.Trim().Length == 0) yield return ("correct", "is empty; write the instruction that asks for what is wanted");
        if (Wrong.Trim().Length == 0) yield return ("wrong", "is empty; write the instruction that asks for the opposite");
        if (Correct == Wrong) yield return ("wrong", "is the same text as instructions.correct; hindsight needs two instructions");
    }
}

/// <summary>Which queries are drawn more often.</summary>
public enum CurriculumKind
{
    /// <summary>None: each query has the same chance.</summary>
    None,

    /// <summary>Those that the past iterations' samples got right about half of the time.</summary>
    SuccessRate,
}

/// <summary>Online sampling.</summary>
public sealed record SamplingSection : IConfigSection
{
    /// <summary>Queries drawn for each task and iteration; 0 takes all of its training side.</summary>
    public int Queries { get; set; } = 256;

    /// <summary>Which queries are drawn more often.</summary>
    public CurriculumKind Curriculum { get; set; }

    /// <summary>Outputs a query.</summary>
    public int Samples { get; set; } = 1;

    /// <summary>The share of queries that are asked under a random lower instruction of phi's instead of the wanted one, for steering.</summary>
    public double LowerShare { get; set; }

    /// <summary>The temperature; 0 is greedy.</summary>
    public double Temperature { get; set; } = 1.0;

    /// <summary>How many of the likeliest tokens are kept; 0 is off.</summary>
    public int TopK { get; set; }

    /// <summary>The nucleus threshold; 1 is off.</summary>
    public double TopP { get; set; } = 1.0;

    /// <summary>Token ids that are never drawn.</summary>
    public IReadOnlyList<int> SuppressTokens { get; set; } = [];

    /// <summary>Tokens at most an output.</summary>
    public int MaxNewTokens { get; set; } = 64;

    /// <summary>Sequences that are decoded together.</summary>
    public int BatchSize { get; set; } = 64;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Queries < 0) yield return ("queries", $"{Queries} is not allowed: 0 (all) or more");
        if (Samples < 1) yield return ("samples", $"{Samples} is not allowed: at least 1");
        if (LowerShare is < 0 or > 1) yield return ("lower_share", Rules.Number(LowerShare, "from 0 to 1"));
        if (Temperature < 0) yield return ("temperature", Rules.Number(Temperature, "0 (greedy) or more"));
        if (TopK < 0) yield return ("top_k", $"{TopK} is not allowed: 0 (off) or more");
        if (TopP is <= 0 or > 1) yield return ("top_p", Rules.Number(TopP, "above 0 and at most 1 (off)"));
        if (SuppressTokens.Any(id => id < 0)) yield return ("suppress_tokens", $"{SuppressTokens.First(id => id < 0)} is not a token id: 0 or more");
        if (MaxNewTokens < 1) yield return ("max_new_tokens", $"{MaxNewTokens} is not allowed: at least 1");
        if (BatchSize < 1) yield return ("batch_size", $"{BatchSize} is not allowed: at least 1");
    }
}

/// <summary>What runs the model for sampling and evaluation.</summary>
public sealed record SamplerSection : IConfigSection
{
    /// <summary>
    /// int8 or int4: each version is published with this quantized variant too, and samples and evaluations come from it, while the learner goes on in
    /// full precision. Left out, all is full precision.
    /// </summary>
    public string? Variant { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Variant is not null && ModelVariant.Problem(Variant) is { } problem) yield return ("variant", $"'{Variant}': {problem}");
    }
}

/// <summary>Which of the saved samples are trained on.</summary>
public sealed record ReplaySection : IConfigSection
{
    /// <summary>
    /// The folder of a recorded run whose samples are taken, iteration by iteration, instead of sampling; a relative path starts from the
    /// configuration file's folder. Left out, the run samples.
    /// </summary>
    public string? Run { get; set; }

    /// <summary>The last so many iterations; 0 is all of them.</summary>
    public int Window { get; set; }

    /// <summary>One entry for each (query, output).</summary>
    public bool Deduplicate { get; set; } = true;

    /// <summary>Leave out wrong outputs that did not end by themselves.</summary>
    public bool DropUnfinished { get; set; } = true;

    /// <summary>Outputs of one query at most, the newest ones; 0 is no limit.</summary>
    public int MaxPerQuery { get; set; }

    /// <summary>A factor on the weight of each task's pairs; 0 leaves the task out, a task that is not named has 1.</summary>
    public IReadOnlyDictionary<string, double> TaskWeights { get; set; } = ReadOnlyDictionary<string, double>.Empty;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Run is { Length: 0 }) yield return ("run", "is empty; give the folder of a run, or leave the key out");
        if (MaxPerQuery < 0) yield return ("max_per_query", $"{MaxPerQuery} is not allowed: 0 (no limit) or more");
        foreach ((string task, double weight) in TaskWeights)
        {
            if (weight < 0) yield return ($"task_weights.{task}", Rules.Number(weight, "0 (leave the task out) or more"));
        }

        if (Window < 0) yield return ("window", $"{Window} is not allowed: 0 (all iterations) or more");
    }
}

/// <summary>Evaluation on held-out queries.</summary>
public sealed record EvaluationSection : IConfigSection
{
    /// <summary>What to evaluate on; default: the held-out side of the run's tasks.</summary>
    public IReadOnlyList<string> Tasks { get; set; } = [];

    /// <summary>Held-out queries a task at most; 0 takes all.</summary>
    public int Queries { get; set; }

    /// <summary>Sequences that are decoded together.</summary>
    public int BatchSize { get; set; } = 64;

    /// <summary>Also measure accuracy under the instruction that asks for a wrong answer: an early warning of collapse.</summary>
    public bool WrongInstruction { get; set; } = true;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Queries < 0) yield return ("queries", $"{Queries} is not allowed: 0 (all) or more");
        if (BatchSize < 1) yield return ("batch_size", $"{BatchSize} is not allowed: at least 1");
    }
}

/// <summary>How shards are written.</summary>
public sealed record ShardsSection : IConfigSection
{
    /// <summary>snappy, none, gzip or brotli.</summary>
    public ShardCodec Codec { get; set; } = ShardCodec.Snappy;

    /// <summary>Rows at most in a part file.</summary>
    public int RowsPerPart { get; set; } = 100_000;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (RowsPerPart < 1) yield return ("rows_per_part", $"{RowsPerPart} is not allowed: at least 1");
    }
}
