using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Sampler.Tests.Engines;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.Sampler.Tests.Export;

/// <summary>Transformers.js opens an exported folder as it is and generates what PyTorch and the sampler do.</summary>
public sealed class TransformersJsTests(ReferenceModels models) : IClassFixture<ReferenceModels>
{
    private const int NewTokens = 24;

    public static TheoryData<string> Names => [.. ReferenceModels.Names, .. ReferenceModels.DecoderNames];

    [SharedTheory, MemberData(nameof(Names))]
    public void Generate_OnePrompt_GivesTheReferenceTokens(string name)
    {
        ReferencePair longest = ReferenceModels.Pairs(name).MaxBy(p => p.Greedy.Distinct().Count())!;
        Assert.True(longest.Greedy.Distinct().Count() > 1, "the reference says nothing where every token is the same");
        Assert.Equal([longest.Greedy], Generate(name, [longest.InputIds]));
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Generate_PaddedBatch_GivesTheReferencesAndTheSamplersTokens(string name)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        int[][] prompts = [.. pairs.Select(p => p.InputIds)];
        Assert.True(prompts.Select(p => p.Length).Distinct().Count() > 2);

        int[][] outputs = Generate(name, prompts);

        using ISequenceEngine engine = models.Open(name);
        IReadOnlyList<GeneratedOutput[]> ours = new Generator(engine).Generate(
            [.. prompts.Select((p, i) => new GenerationRequest(p, i))], new SamplingSettings { Temperature = 0, MaxNewTokens = NewTokens });
        for (int i = 0; i < pairs.Length; i++)
        {
            Assert.Equal(pairs[i].Greedy, outputs[i]);
            Assert.Equal(ours[i][0].TokenIds, outputs[i]);
        }
    }

    private int[][] Generate(string name, int[][] prompts)
    {
        ModelFolder folder = models.Folder(name);
        GenerationTokens tokens = GenerationTokens.Load(folder.Path);
        int[][] outputs = NodeScript.TransformersJs(folder.Path, prompts, NewTokens, tokens.PadId);
        // In a batch it goes on with rows that have ended.
        return [.. outputs.Select(output => Array.FindIndex(output, tokens.IsEnd) is >= 0 and int end ? output[..(end + 1)] : output)];
    }
}
