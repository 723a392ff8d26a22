using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Sampler.Engines.GenAi;
using Hir.Shared.Decoding;
using Hir.Testing;

namespace Hir.Sampler.Tests.Engines.GenAi;

/// <summary>ONNX Runtime GenAI opens exported folders as they are and generates what PyTorch does.</summary>
public sealed class GenAiReferenceTests(ReferenceModels models) : IClassFixture<ReferenceModels>
{
    private const int NewTokens = 24;

    public static TheoryData<string> Names => [.. ReferenceModels.DecoderNames];

    [SharedTheory, MemberData(nameof(Names))]
    public void Generate_Greedy_GivesTheReferenceTokensAndTheSamplersLogprobs(string name)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        GenerationRequest[] requests = [.. pairs.Select((p, i) => new GenerationRequest(p.InputIds, i))];
        SamplingSettings greedy = new() { Temperature = 0, MaxNewTokens = NewTokens, BatchSize = 1 };
        using ISequenceEngine genAi = GenAiEngine.Open(models.Folder(name), NewTokens, new EngineOptions { Threads = 1 });
        using ISequenceEngine ours = models.Open(name);

        IReadOnlyList<GeneratedOutput[]> theirs = new Generator(genAi).Generate(requests, greedy);
        IReadOnlyList<GeneratedOutput[]> own = new Generator(ours).Generate(requests, greedy);

        for (int i = 0; i < pairs.Length; i++)
        {
            Assert.Equal(pairs[i].Greedy, theirs[i][0].TokenIds);
            Assert.Equal(own[i][0].TokenIds, theirs[i][0].TokenIds);
            for (int t = 0; t < own[i][0].Logprobs.Length; t++) Assert.Equal(own[i][0].Logprobs[t], theirs[i][0].Logprobs[t], 1e-4f);
        }
    }
}
