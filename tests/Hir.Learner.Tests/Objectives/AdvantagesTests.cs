using FsCheck;
using FsCheck.Fluent;
using Hir.Learner.Objectives;
using Hir.Shared.Configuration;
using Hir.Shared.Pairs;

namespace Hir.Learner.Tests.Objectives;

public class AdvantagesTests
{
    [Fact]
    public void OfGroups_ScoresOfTwoQueries_AreHeldAgainstTheirOwnMean()
    {
        TrainingPair[] pairs = [Pair("a", 1), Pair("b", 0.5), Pair("a", 0), Pair("a", 0), Pair("b", 0.5), Pair("a", 1)];

        Assert.Equal([0.5, 0, -0.5, -0.5, 0, 0.5], Advantages.OfGroups(pairs, scaled: false));
        Assert.Equal([1, 0, -1, -1, 0, 1], Advantages.OfGroups(pairs, scaled: true));
        Assert.Equal(["a", "a", "a", "a"], Advantages.OfGroupsThatDiffer(pairs).Select(p => p.Sampled!.Group));
    }

    [Fact]
    public void OfGroups_EqualScoresWithoutAnExactMean_AreZero() =>
        Assert.Equal([0, 0, 0], Advantages.OfGroups([Pair("a", -0.4), Pair("a", -0.4), Pair("a", -0.4)], scaled: true));

    [Fact]
    public void OfGroups_Scaled_HaveMeanZeroAndDeviationOneInEachGroup()
    {
        Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Zip(Gen.Choose(0, 3), Gen.Choose(-5, 5)))), draws =>
        {
            TrainingPair[] pairs = [.. draws.Select(d => Pair($"{d.Item1}", d.Item2 / 5.0))];
            double[] advantages = Advantages.OfGroups(pairs, scaled: true);
            return pairs.Zip(advantages).GroupBy(p => p.First.Sampled!.Group, p => p.Second).All(g =>
                Math.Abs(g.Average()) < 1e-9 && (g.All(a => a == 0) || Math.Abs(g.Average(a => a * a) - 1) < 1e-9));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Generalized_LambdaOneZeroAndBetween_IsTheRecursionByHand()
    {
        float[] values = [0.25f, 0.5f, 1f];

        Assert.Equal([1.75, 1.5, 1], Advantages.Generalized(2, values, lambda: 1)); // the score itself against the value
        Assert.Equal([0.25, 0.5, 1], Advantages.Generalized(2, values, lambda: 0)); // what the next value adds
        Assert.Equal([0.75, 1, 1], Advantages.Generalized(2, values, lambda: 0.5)); // 1; .5 + .5; .25 + .5
    }

    [Fact]
    public void Whiten_NumbersOfSeveralOutputs_AreShiftedAndScaledTogether()
    {
        double[][] advantages = [[1, 3], [5], [7]]; // mean 4, deviation sqrt 5
        Advantages.Whiten(advantages);

        double unit = 1 / Math.Sqrt(5);
        Assert.Equal([-3 * unit, -unit, unit, 3 * unit], advantages.SelectMany(a => a).Select(a => Math.Round(a, 15)), (x, y) => Math.Abs(x - y) < 1e-12);
        double[][] equal = [[2, 2]];
        Advantages.Whiten(equal);
        Assert.Equal([0, 0], equal[0]);
    }

    [Fact]
    public void Targets_OfPpoWithValues_HoldReturnsThatWhiteningLeavesAlone()
    {
        PpoObjective ppo = new(new ObjectiveSection { Kind = ObjectiveKind.Ppo });
        TrainingPair[] pairs = [Pair("a", 1) with { OutputTokenIds = [4, 5] }, Pair("a", 0)];

        IReadOnlyList<PairTargets> targets = ppo.Targets(pairs, [[0.25f, 0.5f], [0.75f]]);

        Assert.Equal([1f, 1f], targets[0].Returns);
        Assert.Equal([0f], targets[1].Returns);
        Assert.Equal([0.25f, 0.5f], targets[0].Values);
        // .75, .5 and -.75 with mean 1/6.
        Assert.Equal(0, targets.SelectMany(t => t.Advantages).Sum(), 1e-6);
        Assert.True(targets[0].Advantages[0] > targets[0].Advantages[1] && targets[1].Advantages[0] < 0);
    }

    private static TrainingPair Pair(string group, double score) =>
        new([1], null, [2]) { Sampled = new SampledOutput([-1f], score, group) };
}
