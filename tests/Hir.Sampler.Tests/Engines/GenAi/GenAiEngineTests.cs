using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Sampler.Engines.GenAi;
using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Testing;
using Microsoft.ML.OnnxRuntimeGenAI;
using Generator = Hir.Sampler.Decoding.Generator;

namespace Hir.Sampler.Tests.Engines.GenAi;

/// <summary>ONNX Runtime GenAI on a tiny decoder, against the same model in plain arithmetic.</summary>
public sealed class GenAiEngineTests : IDisposable
{
    private static readonly int[][] prompts = [[1, 5, 9, 3], [7], [2, 2, 11, 4, 8, 1, 6], [0, 3, 0]];

    private static readonly int[] endIds = [13, 17];

    private readonly TempFolder _folder = new();
    private readonly TinyDecoder _model = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.0, 0, 1.0, 64)]
    [InlineData(1.0, 0, 1.0, 64)]
    [InlineData(1.0, 0, 1.0, 1)]
    [InlineData(0.7, 5, 0.9, 2)]
    public void Generate_AnySettings_TokensAndLogprobsAreThoseOfTheArithmetic(double temperature, int topK, double topP, int batchSize)
    {
        SamplingSettings settings = new()
        {
            MaxNewTokens = 9, Samples = 3, Temperature = temperature, TopK = topK, TopP = topP, Seed = 11, BatchSize = batchSize,
        };
        using ISequenceEngine engine = Open(settings.MaxNewTokens);

        IReadOnlyList<GeneratedOutput[]> outputs = Generate(engine, settings);

        for (int i = 0; i < prompts.Length; i++)
        {
            for (int sample = 0; sample < settings.Samples; sample++)
            {
                GeneratedOutput expected = Expected(prompts[i], i, sample, settings);
                Assert.Equal(expected.TokenIds, outputs[i][sample].TokenIds);
                Assert.Equal(expected.FinishReason, outputs[i][sample].FinishReason);
                Assert.Equal(expected.Logprobs, outputs[i][sample].Logprobs, (a, b) => Math.Abs(a - b) < 1e-4);
            }
        }

        if (temperature == 1) Assert.Equal(2, outputs.SelectMany(o => o).Select(o => o.FinishReason).Distinct().Count());
    }

    [Fact]
    public void Generate_SecondCallOnTheSameEngine_DrawsTheSame()
    {
        SamplingSettings settings = new() { MaxNewTokens = 6, Samples = 2, Seed = 3 };
        using ISequenceEngine engine = Open(settings.MaxNewTokens);

        IReadOnlyList<GeneratedOutput[]> first = Generate(engine, settings);

        Assert.Equal(
            first.SelectMany(o => o).Select(o => o.Logprobs), Generate(engine, settings).SelectMany(o => o).Select(o => o.Logprobs));
    }

    [Fact]
    public void Generate_ToTheEndOfTheContext_Works()
    {
        using ISequenceEngine engine = Open(TinyDecoder.Context - 3);
        SamplingSettings settings = new() { MaxNewTokens = TinyDecoder.Context - 3, Temperature = 0 };

        GeneratedOutput output = new Generator(engine).Generate([new GenerationRequest([1, 5, 9, 3], 0)], settings)[0][0];

        Assert.Equal(Expected([1, 5, 9, 3], 0, 0, settings).TokenIds, output.TokenIds);
    }

    [Fact]
    public void Generate_BeyondTheContext_IsRefusedWithTheLimits()
    {
        using ISequenceEngine engine = Open(TinyDecoder.Context - 3);
        using ISequenceEngine longer = Open(TinyDecoder.Context + 1);

        InputException prompt = Assert.Throws<InputException>(
            () =>
                new Generator(engine).Generate(
                    [new GenerationRequest([1, 5, 9, 3, 2], 0)], new SamplingSettings { MaxNewTokens = TinyDecoder.Context - 3 }));
        InputException output = Assert.Throws<InputException>(
            () =>
                new Generator(longer).Generate(
                    [new GenerationRequest([1], 0)], new SamplingSettings { MaxNewTokens = TinyDecoder.Context + 1 }));

        Assert.Contains("prompt 1 has 5 tokens: this model takes 4 at most", prompt.Message, StringComparison.Ordinal);
        Assert.Contains($"{TinyDecoder.Context} at most", output.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public void Sequence_PromptReadInPieces_GivesTheSameLogits(int tokensAtOnce)
    {
        int[] prompt = [2, 2, 11, 4, 8, 1, 6];
        using Model model = new(_model.Write(_folder.File("model"), endIds));
        using GenAiSequence sequence = new(model, prompt, 12, tokensAtOnce);
        float[] logits = new float[TinyDecoder.Vocabulary];

        sequence.Step(prompt[^1], logits);

        Assert.Equal(_model.Logits(prompt), logits.Select(l => (double)l), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void Score_GivenOutputs_IsRefusedWithTheOtherEngines()
    {
        using ISequenceEngine engine = Open(4);

        InputException e = Assert.Throws<InputException>(() => engine.Score([new PromptOutputs([1], [[2]])]));

        Assert.Contains("--engine ort or torch", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Process_MapsOneOnnxRuntimeForBoth()
    {
        if (!OperatingSystem.IsLinux()) return;
        using ISequenceEngine engine = Open(4);

        IEnumerable<string> mapped = File.ReadLines("/proc/self/maps").Select(l => l[(l.LastIndexOf(' ') + 1)..])
            .Where(f => Path.GetFileName(f).StartsWith("libonnxruntime.so", StringComparison.Ordinal)).Distinct();

        Assert.StartsWith(AppContext.BaseDirectory, Assert.Single(mapped), StringComparison.Ordinal);
    }

    private static IReadOnlyList<GeneratedOutput[]> Generate(ISequenceEngine engine, SamplingSettings settings) =>
        new Generator(engine).Generate([.. prompts.Select((p, i) => new GenerationRequest(p, i))], settings);

    private ISequenceEngine Open(int maxNewTokens) =>
        GenAiEngine.Open(ModelFolder.Open(_model.Write(_folder.File("model"), endIds)), maxNewTokens, new EngineOptions { Threads = 1 });

    private GeneratedOutput Expected(int[] prompt, int stream, int sample, SamplingSettings settings)
    {
        TokenSampler sampler = new(settings, TinyDecoder.Vocabulary);
        RandomStream draws = new(settings.Seed, stream, sample);
        List<int> tokens = [];
        List<float> logprobs = [];
        while (tokens.Count < settings.MaxNewTokens)
        {
            float[] logits = [.. _model.Logits([.. prompt, .. tokens]).Select(l => (float)l)];
            SampledToken token = sampler.Sample(logits, draws.DrawAt(tokens.Count));
            tokens.Add(token.Id);
            logprobs.Add(token.Logprob);
            if (endIds.Contains(token.Id)) return new GeneratedOutput([.. tokens], [.. logprobs], FinishReason.Stop);
        }

        return new GeneratedOutput([.. tokens], [.. logprobs], FinishReason.Length);
    }
}
