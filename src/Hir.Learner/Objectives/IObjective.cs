using Hir.Learner.Batching;
using Hir.Shared.Pairs;

namespace Hir.Learner.Objectives;

/// <summary>What training minimises.</summary>
internal interface IObjective
{
    /// <summary>Under which prompts it needs the outputs.</summary>
    PromptRows Rows { get; }

    /// <summary>Whether it trains on a pair at all.</summary>
    bool Uses(TrainingPair pair);

    /// <summary>What a micro-batch adds to the terms of its batch.</summary>
    LossTerms Terms(OutputLogprobs outputs, BatchTotals totals);
}
