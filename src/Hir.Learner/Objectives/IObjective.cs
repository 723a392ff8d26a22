using Hir.Learner.Batching;
using Hir.Shared.Pairs;

namespace Hir.Learner.Objectives;

/// <summary>What training minimises.</summary>
internal interface IObjective
{
    /// <summary>Under which prompts it needs the outputs.</summary>
    PromptRows Rows { get; }

    /// <summary>How many prompts of others, with <see cref="PromptRows.OwnAndNegatives"/>.</summary>
    int Negatives => 0;

    /// <summary>Whether a batch keeps its share of successes; otherwise pairs are taken as they come.</summary>
    bool KeepsShare { get; }

    /// <summary>The pairs that it trains on, as it trains on them, in their order.</summary>
    IEnumerable<TrainingPair> Select(IReadOnlyList<TrainingPair> pairs);

    /// <summary>Why it can use none of the pairs, as an end of a sentence that begins with their number.</summary>
    string WhyNone { get; }

    /// <summary>What a micro-batch adds to the terms of its batch.</summary>
    LossTerms Terms(OutputLogprobs outputs, BatchTotals totals);
}
