using FsCheck;
using FsCheck.Fluent;
using Hir.Learner.Batching;
using Hir.Shared.Pairs;

namespace Hir.Learner.Tests.Batching;

public class MicroBatchesTests
{
    private const int Start = 39;

    [Fact]
    public void Split_AnyPairsAndBudget_HoldsEveryPairOnceWithinTheBudget()
    {
        Prop.ForAll(Cases(), c =>
        {
            MicroBatch[] parts = [.. MicroBatches.Split(c.Pairs, c.Rows, c.Budget, Start)];
            bool once = parts.SelectMany(p => p.Pairs).ToHashSet(ReferenceEqualityComparer.Instance).SetEquals(c.Pairs)
                && parts.Sum(p => p.Pairs.Count) == c.Pairs.Length;
            return once && parts.All(p => p.Pairs.Count == 1 || p.PaddedTokens <= c.Budget);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Split_AnyPairs_PositionsReadOutTheOutputsUnderTheirPrompts()
    {
        Prop.ForAll(Cases(), c => MicroBatches.Split(c.Pairs, c.Rows, c.Budget, Start).All(part =>
        {
            // What a decoder position is to predict is what the decoder is given one position later, and the first position is given the
            // start token.
            (int, int[])[] own = Read(part, part.OwnPositions, part.OwnTargets);
            bool right = Same(own, part.Pairs);
            right &= own.Select(o => o.Item1).Zip(part.Pairs).All(z => Prompt(part, z.First).SequenceEqual(z.Second.PromptTokenIds));
            (int, int[])[] other = Read(part, part.ContrastPositions, part.ContrastTargets);
            TrainingPair[] expected = c.Rows switch
            {
                PromptRows.OwnAndContrast => [.. part.Pairs.Where(p => p.ContrastPromptTokenIds is not null)],
                PromptRows.Every => [.. c.Pairs.SelectMany(_ => part.Pairs)],
                _ => [],
            };
            right &= Same(other, expected);
            if (c.Rows == PromptRows.OwnAndContrast)
            {
                right &= other.Select(o => o.Item1).Zip(expected).All(z => Prompt(part, z.First).SequenceEqual(z.Second.ContrastPromptTokenIds!));
            }

            return right;
        })).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Split_PromptsOfVeryDifferentLength_DoesNotPadTheShortOnes()
    {
        TrainingPair[] pairs = [.. Enumerable.Range(0, 60).Select(i => new TrainingPair([.. Enumerable.Repeat(3, i % 2 == 0 ? 50 : 300)], null, [4, 1]))];

        MicroBatch[] parts = [.. MicroBatches.Split(pairs, PromptRows.Own, 1_000_000, Start)];

        Assert.Equal([50, 300], parts.Select(p => p.PromptLength));
    }

    private static Arbitrary<Case> Cases() => Arb.From(
        from seed in Gen.Choose(0, 100_000)
        from count in Gen.Choose(1, 30)
        from rows in Gen.Elements(PromptRows.Own, PromptRows.OwnAndContrast, PromptRows.Every)
        from budget in Gen.Elements(1, 40, 200, 1000, 100_000)
        select new Case(TinyModels.Pairs(count, seed), rows, budget));

    private static int[] Prompt(MicroBatch part, int prompt) =>
        [.. part.PromptIds.Skip(prompt * part.PromptLength).Take(part.PromptLengths[prompt]).Select(id => (int)id)];

    /// <summary>The prompt and the tokens of each output that the positions go through.</summary>
    private static (int Prompt, int[] Tokens)[] Read(MicroBatch part, long[] positions, long[] targets)
    {
        List<(int, int[])> outputs = [];
        for (int start = 0; start < positions.Length;)
        {
            int end = start + 1;
            while (end < positions.Length && positions[end] % part.OutputLength != 0) end++;
            Assert.Equal(Start, part.DecoderIds[positions[start]]);
            for (int t = start + 1; t < end; t++)
            {
                Assert.Equal(positions[t - 1] + 1, positions[t]);
                Assert.Equal(targets[t - 1], part.DecoderIds[positions[t]]);
            }

            outputs.Add(((int)(positions[start] / part.OutputLength) / part.Groups, [.. targets[start..end].Select(id => (int)id)]));
            start = end;
        }

        return [.. outputs];
    }

    private static bool Same((int Prompt, int[] Tokens)[] outputs, IReadOnlyList<TrainingPair> pairs) =>
        outputs.Length == pairs.Count && outputs.Zip(pairs).All(z => z.First.Tokens.SequenceEqual(z.Second.OutputTokenIds));

    private sealed record Case(TrainingPair[] Pairs, PromptRows Rows, long Budget)
    {
        public override string ToString() => $"{Pairs.Length} pairs, {Rows}, budget {Budget}";
    }
}
