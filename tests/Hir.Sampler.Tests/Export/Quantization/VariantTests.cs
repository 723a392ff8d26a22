using System.Buffers.Binary;
using Hir.Export;
using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Sampler.Tests.Engines;
using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Testing;

namespace Hir.Sampler.Tests.Export.Quantization;

public sealed class VariantTests : IDisposable
{
    private static readonly string[] Both = ["int8", "int4"];

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    /// <summary>
    /// Against PyTorch's log-probabilities in full precision. The networks are random, with weights so large that they amplify small errors: what
    /// was seen is about half of each bound.
    /// </summary>
    [SharedTheory]
    [InlineData("llama-gqa", 0.12, 1.3)]
    [InlineData("llama3-ropescaling", 0.045, 0.4)]
    [InlineData("qwen2-tied", 0.17, 1.5)]
    [InlineData("qwen3-qknorm-tied", 0.08, 0.75)]
    [InlineData("t5-v1.0-relu-tied", 0.03, 0.2)]
    [InlineData("t5-v1.1-gated-gelu-untied", 0.6, 2.4)]
    public void Score_Variants_AreNearFullPrecision(string name, double int8, double int4)
    {
        ModelFolder model = Export(name);
        ReferencePair[] pairs = ReferenceModels.Pairs(name);

        foreach ((string variant, double bound) in new[] { ("int8", int8), ("int4", int4) })
        {
            double gap = Gap(Score(model, variant, pairs), [.. pairs.Select(p => p.Logprobs)]);
            Assert.True(gap > 1e-4 && gap < bound, $"{name}, {variant}: mean gap {gap}");
        }
    }

    /// <summary>
    /// A variant's graph over its codes against the full graph over the weights that these stand for: what is left is the rounding of the states
    /// to 8 bits, which is the same whatever the weights' bits.
    /// </summary>
    [SharedTheory]
    [InlineData("llama-gqa", "int8", 0.1)]
    [InlineData("llama-gqa", "int4", 0.1)]
    [InlineData("llama3-ropescaling", "int4", 0.045)]
    [InlineData("t5-v1.1-gated-gelu-untied", "int4", 0.55)]
    public void Score_Variant_IsNearTheWeightsThatItsCodesStandFor(string name, string variant, double bound)
    {
        ModelFolder model = Export(name);
        ModelFolder dequantized = CheckpointExporter.Export(Dequantized.Write(model, variant, _temp.File("dequantized")), _temp.File("expected"));
        ReferencePair[] pairs = ReferenceModels.Pairs(name);

        double gap = Gap(Score(model, variant, pairs), Score(dequantized, null, pairs));

        Assert.True(gap < bound, $"mean gap {gap}");
    }

    [SharedTheory]
    [InlineData("qwen2-tied")]
    [InlineData("t5-v1.0-relu-tied")]
    public void Score_BrokenScales_AreFarOff(string name)
    {
        ModelFolder model = Export(name);
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        float[][] expected = [.. pairs.Select(p => p.Logprobs)];
        double sound = Gap(Score(model, "int4", pairs), expected);
        string weights = model.PathOf("model.safetensors", "int4");
        byte[] bytes = File.ReadAllBytes(weights);
        using (SafetensorsFile file = SafetensorsFile.Open(weights))
        {
            foreach (SafetensorsEntry scales in file.Ordered.Where(t => t.Name.EndsWith(".scales", StringComparison.Ordinal)))
            {
                for (int at = (int)scales.Offset; at < scales.Offset + scales.Length; at += 8)
                    BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at), 3 * BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at)));
            }
        }

        File.WriteAllBytes(weights, bytes);
        double broken = Gap(Score(model, "int4", pairs), expected);

        Assert.True(broken > 3 * sound, $"mean gap {broken}, and {sound} with sound scales");
    }

    /// <summary>Rows are quantized each for itself, so that it does not matter which are together.</summary>
    [SharedTheory]
    [InlineData("llama-gqa", "int8")]
    [InlineData("qwen3-qknorm-tied", "int4")]
    [InlineData("t5-v1.0-relu-tied", "int8")]
    [InlineData("t5-v1.0-relu-tied", "int4")]
    public void Generate_Greedy_HasTheLogprobsOfScoringAloneAndTogether(string name, string variant)
    {
        ModelFolder model = Export(name);
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        using ISequenceEngine engine = Open(model, variant);
        var settings = new SamplingSettings { Temperature = 0, MaxNewTokens = 8, BatchSize = 8 };

        GeneratedOutput[] outputs = [.. new Generator(engine).Generate([.. pairs.Select(p => new GenerationRequest(p.InputIds, 1))], settings).Select(o => o[0])];

        Assert.All(outputs, o => Assert.InRange(o.TokenIds.Length, 1, 8));
        for (int i = 0; i < outputs.Length; i++)
        {
            float[] alone = new Scorer(engine).Score([new ScoringRequest(pairs[i].InputIds, outputs[i].TokenIds)], 1)[0];
            for (int t = 0; t < alone.Length; t++) Assert.Equal(alone[t], outputs[i].Logprobs[t], 0.02f);
        }
    }

    [SharedFact]
    public void Export_TwiceAndAgainFromTheResult_GivesEqualBytes()
    {
        ModelFolder first = Export("qwen2-tied");
        ModelFolder second = Export("qwen2-tied");
        ModelFolder third = CheckpointExporter.Export(first.Path, _temp.File("third"), variants: Both);
        ModelFolder plain = CheckpointExporter.Export(first.Path, _temp.File("plain"));

        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal(first.Fingerprint, third.Fingerprint);
        ModelFolder.Open(third.Path, verify: true);
        Assert.Equal(Both, first.Variants);
        Assert.Empty(plain.Variants);
        string[] added = ["model_int4.safetensors", "model_int8.safetensors", "sampler_decoder_int4.onnx", "sampler_decoder_int8.onnx"];
        Assert.Equal(added, first.Manifest!.Files.Except(plain.Manifest!.Files).Select(f => f.Name));
        Assert.Empty(plain.Manifest.Files.Except(first.Manifest.Files));
    }

    [SharedFact]
    public void Export_TiedHead_IsQuantizedBesideTheFullEmbedding()
    {
        using SafetensorsFile weights = SafetensorsFile.Open(Export("qwen2-tied").PathOf("model.safetensors", "int8"));
        Assert.Contains("model.embed_tokens.weight.codes", weights.Tensors.Keys);
        Assert.DoesNotContain(weights.Tensors.Keys, name => name.Contains("norm", StringComparison.Ordinal) || name.Contains("bias", StringComparison.Ordinal));
        // ONNX Runtime reads them in place.
        Assert.All(weights.Ordered.Where(t => t.Dtype == WeightDtype.F32), t => Assert.Equal(0, t.Offset % 4));
    }

    [SharedTheory]
    [InlineData("int4", "it holds no variant 'int4'", "beside full precision it holds int8", "--quantize int4")]
    [InlineData("fp8", "it holds no variant 'fp8'", "Variants are int8 and int4")]
    public void Open_VariantThatIsNotThere_SaysWhichAreAndHowToMakeIt(string variant, params string[] expected)
    {
        ModelFolder model = CheckpointExporter.Export(SharedFixtures.PathOf("fixtures", "models", "llama-gqa"), _temp.File("m"), variants: ["int8"]);
        InputException e = Assert.Throws<InputException>(() => Open(model, variant));
        Assert.All(expected, text => Assert.Contains(text, e.Message, StringComparison.Ordinal));
    }

    [SharedFact]
    public void Export_OtherElementTypeAndVariant_IsRefusedByName()
    {
        InputException e = Assert.Throws<InputException>(() => CheckpointExporter.Export(
            SharedFixtures.PathOf("fixtures", "models", "llama-gqa"), _temp.File("m"), "float16", ["int8"]));
        Assert.Contains("--dtype float16 and --quantize int8", e.Message, StringComparison.Ordinal);
    }

    private static double Gap(IReadOnlyList<float[]> found, IReadOnlyList<float[]> expected) =>
        found.Zip(expected).SelectMany(row => row.First.Zip(row.Second, (a, b) => Math.Abs((double)a - b))).Average();

    private static IReadOnlyList<float[]> Score(ModelFolder model, string? variant, ReferencePair[] pairs)
    {
        using ISequenceEngine engine = Open(model, variant);
        return new Scorer(engine).Score([.. pairs.Select(p => new ScoringRequest(p.InputIds, p.OutputIds))]);
    }

    private static ISequenceEngine Open(ModelFolder model, string? variant) => OrtEngine.Open(model, new EngineOptions { Threads = 1, Variant = variant });

    private ModelFolder Export(string name) => CheckpointExporter.Export(
        SharedFixtures.PathOf("fixtures", "models", name), _temp.File(Guid.NewGuid().ToString("N")), variants: Both);
}
