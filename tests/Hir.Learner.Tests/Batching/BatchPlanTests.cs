using FsCheck;
using FsCheck.Fluent;
using Hir.Learner.Batching;
using Hir.Shared.Pairs;

namespace Hir.Learner.Tests.Batching;

public class BatchPlanTests
{
    private static readonly BatchSettings Settings = new(8, 40, null, 0, true, 3);

    [Fact]
    public void Batch_WithoutShare_GoesThroughEveryPairOnceAnEpochInEvenBatches()
    {
        Prop.ForAll(Arb.From(Gen.Choose(1, 70)), count =>
        {
            TrainingPair[] pairs = Pairs(count, 0);
            BatchPlan plan = new(pairs, 2, Settings);
            int perEpoch = (count + 7) / 8;
            TrainingPair[][] epoch = [.. Enumerable.Range(perEpoch, perEpoch).Select(plan.Batch)];
            return epoch.Sum(b => b.Length) == count
                && epoch.SelectMany(b => b).ToHashSet(ReferenceEqualityComparer.Instance).Count == count
                && epoch.Max(b => b.Length) - epoch.Min(b => b.Length) <= 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Batch_WithShare_KeepsItAndUsesPairsEvenly()
    {
        var cases = Arb.From(
            from right in Gen.Choose(1, 60) from wrong in Gen.Choose(1, 60) from share in Gen.Elements(0.2, 0.5, 0.8) select (right, wrong, share));
        Prop.ForAll(cases, c =>
        {
            BatchPlan plan = new(Pairs(c.right, c.wrong), 0, Settings with { BatchSize = 20, SuccessShare = c.share });
            TrainingPair[][] batches = [.. Enumerable.Range(0, 40).Select(plan.Batch)];
            int wanted = (int)(c.share * 20);
            bool shares = batches.All(b =>
            {
                int right = b.Count(p => p.IsSuccess == true);
                return right == Math.Min(wanted, c.right)
                    && b.Length - right <= Math.Ceiling((20 - wanted) * (double)right / wanted) && b.Length > right;
            });
            int[] uses = [.. batches.SelectMany(b => b).Where(p => p.IsSuccess == true).GroupBy(p => p.PromptTokenIds[0]).Select(g => g.Count())];
            return shares && uses.Max() - (uses.Length < c.right ? 0 : uses.Min()) <= 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Batch_AskedForInAnyOrder_IsTheSame()
    {
        TrainingPair[] pairs = Pairs(13, 21);
        BatchSettings settings = Settings with { SuccessShare = 0.75 };
        BatchPlan forward = new(pairs, 1, settings);
        BatchPlan backward = new(pairs, 1, settings);
        TrainingPair[][] expected = [.. Enumerable.Range(0, 30).Select(forward.Batch)];

        for (int step = 29; step >= 0; step--) Assert.Equal(expected[step], backward.Batch(step));
        Assert.NotEqual(expected[0], new BatchPlan(pairs, 2, settings).Batch(0));
    }

    [Fact]
    public void Batch_NotShuffled_TakesPairsInTheirOrder()
    {
        TrainingPair[] pairs = Pairs(4, 4);

        Assert.Equal(pairs, new BatchPlan(pairs, 0, Settings with { Shuffle = false }).Batch(0));
    }

    [Theory]
    [InlineData(6, 100, 10.0, 10)] // six successes in each batch: ten steps are ten epochs
    [InlineData(64, 100, 10.0, 40)] // 64 successes at 6 a step: the cap would be 106 steps
    [InlineData(3, 100, 0.5, 1)] // never less than one step
    [InlineData(3, 0, 7.0, 7)] // successes only: batches of all three
    [InlineData(0, 0, 7.0, 0)]
    public void Steps_CappedEpochs_CountsTheSuccesses(int right, int wrong, double maxEpochs, int expected)
    {
        BatchPlan plan = new(Pairs(right, wrong), 0, Settings with { SuccessShare = 0.75, MaxEpochs = maxEpochs });

        Assert.Equal(expected, plan.Steps);
    }

    private static TrainingPair[] Pairs(int right, int wrong) =>
        [.. Enumerable.Range(0, right + wrong).Select(i => new TrainingPair([i], null, [1], 1, i < right))];
}
