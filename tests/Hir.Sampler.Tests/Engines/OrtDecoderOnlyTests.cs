using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Shared.Decoding;
using Hir.Testing;

namespace Hir.Sampler.Tests.Engines;

public sealed class OrtDecoderOnlyTests(ReferenceModels models) : IClassFixture<ReferenceModels>
{
    public static TheoryData<string> Names => [.. ReferenceModels.DecoderNames];

    [SharedTheory, MemberData(nameof(Names))]
    public void Score_ReferencePairs_MatchesPyTorch(string name)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        using ISequenceEngine engine = models.Open(name);
        foreach (int batchSize in (int[])[1, 4, 64])
        {
            IReadOnlyList<float[]> scores = new Scorer(engine).Score([.. pairs.Select(p => new ScoringRequest(p.InputIds, p.OutputIds))], batchSize);
            for (int i = 0; i < pairs.Length; i++) AssertNear(pairs[i].Logprobs, scores[i], 2e-4);
        }
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Generate_Greedy_MatchesPyTorch(string name)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        using ISequenceEngine engine = models.Open(name);
        foreach (int batchSize in (int[])[1, 4, 64])
        {
            var outputs = new Generator(engine).Generate(
                [.. pairs.Select((p, i) => new GenerationRequest(p.InputIds, i))],
                new SamplingSettings { Temperature = 0, MaxNewTokens = 24, BatchSize = batchSize });
            for (int i = 0; i < pairs.Length; i++) Assert.Equal(pairs[i].Greedy, outputs[i][0].TokenIds);
        }
    }

    private static void AssertNear(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
