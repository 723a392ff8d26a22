using System.Text.Json.Serialization;

namespace Hir.Shared.Configuration;

/// <summary>Which objective.</summary>
public enum ObjectiveKind
{
    /// <summary>Hindsight instruction relabeling: supervised, contrastive and entropy terms (Eq. 6).</summary>
    Hir,

    /// <summary>Final-answer RL: the same training on correct outputs only.</summary>
    Farl,

    /// <summary>Supervised fine-tuning on the targets.</summary>
    Sft,

    /// <summary>Proximal policy optimisation: clipped ratios to the sampler's log-probabilities, advantages from a value head or a
    /// group.</summary>
    Ppo,

    /// <summary>Group relative policy optimisation: advantages normalised within the samples of a query.</summary>
    Grpo,
}

/// <summary>What a score is held against, to say whether an output was better than expected.</summary>
public enum BaselineKind
{
    /// <summary>A value head: a linear function of the decoder's hidden states, trained along.</summary>
    Value,

    /// <summary>The mean score of the samples of the same query.</summary>
    Group,
}

/// <summary>The form of the contrastive term; docs/algorithm.md has the equations.</summary>
public enum ContrastKind
{
    /// <summary>No contrastive term.</summary>
    None,

    /// <summary>Eq. 4 over the batch: which prompt produced this output?</summary>
    Batch,

    /// <summary>The authors' code: the relabeled instruction against its opposite.</summary>
    Pair,

    /// <summary>Bounded unlikelihood: -log(1 - P(output | contrast instruction)).</summary>
    Exclusion,

    /// <summary>Eq. 4 with the pair's own query: the relabeled instruction against its contrast, over whole outputs.</summary>
    OwnQuery,
}

/// <summary>What is minimised: loss = supervised + alpha * contrastive + beta * entropy (Eq. 6), or one of docs/objectives.md.</summary>
public sealed record ObjectiveSection : IConfigSection
{
    /// <summary>Which objective.</summary>
    public ObjectiveKind Kind { get; set; } = ObjectiveKind.Hir;

    /// <summary>The form of the contrastive term.</summary>
    public ContrastKind Contrast { get; set; } = ContrastKind.Exclusion;

    /// <summary>The weight of the contrastive term.</summary>
    public double Alpha { get; set; } = 0.3;

    /// <summary>The weight of the entropy term.</summary>
    public double Beta { get; set; } = 0.001;

    /// <summary>Label smoothing of the supervised term.</summary>
    public double LabelSmoothing { get; set; }

    /// <summary>Smoothing of the pair contrast.</summary>
    public double ContrastSmoothing { get; set; } = 0.2;

    /// <summary>The largest probability that the exclusion contrast still pushes down.</summary>
    public double ExclusionClamp { get; set; } = 0.999;

    /// <summary>How many other prompts of the batch the batch contrast holds against an output; 0 is all of them.</summary>
    public int BatchNegatives { get; set; }

    /// <summary>Whether the exclusion contrast is for wrong outputs alone; otherwise it is for right ones too.</summary>
    public bool ExclusionWrongOnly { get; set; }

    /// <summary>The supervised weight of pairs whose output is wrong.</summary>
    public double WrongWeight { get; set; } = 0.1;

    /// <summary>The weight of the divergence from the model that training started from; 0 is off, and needs no second model.</summary>
    public double Kl { get; set; }

    /// <summary>PPO and GRPO: how far the ratio to the sampler's probability may go from 1 before its gradient ends.</summary>
    public double Clip { get; set; } = 0.2;

    /// <summary>PPO: what a score is held against. GRPO always takes the group.</summary>
    public BaselineKind Baseline { get; set; } = BaselineKind.Value;

    /// <summary>PPO: whether an iteration's advantages are shifted and scaled to mean 0 and deviation 1.</summary>
    public bool Whiten { get; set; } = true;

    /// <summary>PPO with a value head: lambda of the generalised advantages; 1 holds the score itself against the value.</summary>
    public double GaeLambda { get; set; } = 1.0;

    /// <summary>PPO with a value head: the weight of its loss.</summary>
    public double ValueCoefficient { get; set; } = 0.1;

    /// <summary>PPO with a value head: how far a value may go from that of the iteration's start before its gradient ends.</summary>
    public double ValueClip { get; set; } = 0.2;

    /// <summary>Whether the objective trains on scored outputs as they were sampled, instead of relabeled ones.</summary>
    [JsonIgnore]
    public bool IsOfPolicy => Kind is ObjectiveKind.Ppo or ObjectiveKind.Grpo;

    /// <summary>Whether the samples of a query are held against one another.</summary>
    [JsonIgnore]
    public bool ComparesGroups => Kind == ObjectiveKind.Grpo || (Kind == ObjectiveKind.Ppo && Baseline == BaselineKind.Group);

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Alpha < 0) yield return ("alpha", Rules.Number(Alpha, "0 or more"));
        if (Beta < 0) yield return ("beta", Rules.Number(Beta, "0 or more"));
        if (LabelSmoothing is < 0 or >= 1) yield return ("label_smoothing", Rules.Number(LabelSmoothing, "from 0 to below 1"));
        if (ContrastSmoothing is < 0 or >= 1) yield return ("contrast_smoothing", Rules.Number(ContrastSmoothing, "from 0 to below 1"));
        if (ExclusionClamp is <= 0 or >= 1) yield return ("exclusion_clamp", Rules.Number(ExclusionClamp, "above 0 and below 1"));
        if (BatchNegatives < 0) yield return ("batch_negatives", $"{BatchNegatives} is not allowed: 0 (the whole batch) or more");
        if (WrongWeight < 0) yield return ("wrong_weight", Rules.Number(WrongWeight, "0 or more"));
        if (Kl < 0) yield return ("kl", Rules.Number(Kl, "0 (off) or more"));
        if (Clip is <= 0 or >= 1) yield return ("clip", Rules.Number(Clip, "above 0 and below 1"));
        if (GaeLambda is < 0 or > 1) yield return ("gae_lambda", Rules.Number(GaeLambda, "from 0 to 1"));
        if (ValueCoefficient < 0) yield return ("value_coefficient", Rules.Number(ValueCoefficient, "0 or more"));
        if (ValueClip <= 0) yield return ("value_clip", Rules.Number(ValueClip, "above 0"));
    }
}

/// <summary>How the objective is minimised.</summary>
public sealed record TrainingSection : IConfigSection
{
    /// <summary>Optimizer steps an iteration.</summary>
    public int Steps { get; set; } = 50;

    /// <summary>Pairs a step.</summary>
    public int BatchSize { get; set; } = 80;

    /// <summary>The share of a batch that is right outputs, where the objective takes both; 0 takes them as they come.</summary>
    public double SuccessShare { get; set; } = 0.8;

    /// <summary>Passes at most over the iteration's right outputs; 0 is no limit.</summary>
    public double MaxEpochs { get; set; } = 10;

    /// <summary>AdamW's learning rate.</summary>
    public double LearningRate { get; set; } = 5e-4;

    /// <summary>Decoupled weight decay, on all parameters.</summary>
    public double WeightDecay { get; set; }

    /// <summary>The largest norm of a gradient; 0 is off.</summary>
    public double GradClip { get; set; } = 1.0;

    /// <summary>Steps over which the learning rate rises from 0, counted over the whole run.</summary>
    public int WarmupSteps { get; set; }

    /// <summary>Whether pairs are drawn in random order.</summary>
    public bool Shuffle { get; set; } = true;

    /// <summary>Dropout; 0 is off.</summary>
    public double Dropout { get; set; }

    /// <summary>Tokens at most in one forward; larger batches are accumulated. 0 is no limit.</summary>
    public int MicroBatchTokens { get; set; } = 16_384;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Steps < 1) yield return ("steps", $"{Steps} is not allowed: at least 1");
        if (BatchSize < 1) yield return ("batch_size", $"{BatchSize} is not allowed: at least 1");
        if (SuccessShare is < 0 or > 1) yield return ("success_share", Rules.Number(SuccessShare, "from 0 (as they come) to 1"));
        if (MaxEpochs < 0) yield return ("max_epochs", Rules.Number(MaxEpochs, "0 (no limit) or more"));
        if (LearningRate <= 0) yield return ("learning_rate", Rules.Number(LearningRate, "above 0"));
        if (WeightDecay < 0) yield return ("weight_decay", Rules.Number(WeightDecay, "0 or more"));
        if (GradClip < 0) yield return ("grad_clip", Rules.Number(GradClip, "0 (off) or more"));
        if (WarmupSteps < 0) yield return ("warmup_steps", $"{WarmupSteps} is not allowed: 0 or more");
        if (Dropout is < 0 or >= 1) yield return ("dropout", Rules.Number(Dropout, "from 0 to below 1"));
        if (MicroBatchTokens < 0) yield return ("micro_batch_tokens", $"{MicroBatchTokens} is not allowed: 0 (no limit) or more");
    }
}
