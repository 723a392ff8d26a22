using System.Globalization;
using Hir.Shared.Decoding;

namespace Hir.Sampler.Sampling;

/// <summary>Under which instruction a query is asked: most under the wanted one, a share under a random lower one.</summary>
internal static class AskedUnder
{
    /// <summary>Draws the instruction of a query; all its samples are asked under it, since they share a prompt.</summary>
    /// <param name="plan">The instructions, the share, the seed and the iteration.</param>
    /// <param name="task">The task's name.</param>
    /// <param name="queryId">The query's id.</param>
    /// <param name="before">How often the query was asked before in this iteration.</param>
    public static string Draw(SamplingPlan plan, string task, string queryId, int before)
    {
        if (plan.LowerShare == 0 || plan.LowerInstructions.Count == 0) return plan.Instruction;
        long stream = StreamIds.Of(
            "ask", plan.Iteration.ToString(CultureInfo.InvariantCulture), task, queryId, before.ToString(CultureInfo.InvariantCulture));
        RandomStream random = new(plan.Settings.Seed, stream, 0);
        return random.DrawAt(0) >= plan.LowerShare
            ? plan.Instruction
            : plan.LowerInstructions[(int)(random.DrawAt(1) * plan.LowerInstructions.Count)];
    }
}
