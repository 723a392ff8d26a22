using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Shared;

namespace Hir.Sampler.Tests.Decoding;

public sealed class ScorerTests
{
    private static readonly ScoringRequest[] Requests =
    [
        .. Enumerable.Range(0, 40).Select(i => new ScoringRequest(
            [.. Enumerable.Range(0, 1 + i % 5).Select(j => (i % 7 + j) % 12)], [.. Enumerable.Range(0, i * 3 % 8).Select(j => (i + 5 * j) % 12)])),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(64)]
    public void Score_AnyBatchSize_GivesEachRequestItsOwnInOrder(int batchSize)
    {
        IReadOnlyList<float[]> scores = new Scorer(new FakeEngine()).Score(Requests, batchSize);
        for (int i = 0; i < Requests.Length; i++)
        {
            float[] alone = new FakeEngine().Score([new PromptOutputs(Requests[i].PromptTokenIds, [Requests[i].OutputTokenIds])])[0][0];
            Assert.Equal(alone, scores[i]);
            Assert.Equal(Requests[i].OutputTokenIds.Length, scores[i].Length);
        }
    }

    [Fact]
    public void Of_OnePromptManyOutputs_StaysWithinTheLimits()
    {
        int[] prompt = [1, 2, 3];
        ScoringRequest[] requests = [.. Enumerable.Range(0, 50).Select(i => new ScoringRequest(prompt, new int[i % 10]))];
        IReadOnlyList<ScoringGroup> groups = ScoringGroup.Of(requests, mostOutputs: 16, mostTargets: 60);

        Assert.Equal(Enumerable.Range(0, 50), groups.SelectMany(g => g.Requests).Order());
        Assert.All(groups, g => Assert.InRange(g.Requests.Count, 1, 16));
        Assert.All(groups, g => Assert.InRange(g.Requests.Count * g.Target, 0, 60));
    }

    [Fact]
    public void Score_BadRequests_AreAllNamed()
    {
        InputException e = Assert.Throws<InputException>(() =>
            new Scorer(new FakeEngine()).Score([new([], [1]), new([1], [99]), new([1], [2])]));
        Assert.Equal(2, e.Problems.Count);
        Assert.Contains("output 2 holds the token id 99", e.Message, StringComparison.Ordinal);
    }
}
