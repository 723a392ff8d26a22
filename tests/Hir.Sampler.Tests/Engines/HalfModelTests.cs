using Google.Protobuf;
using Hir.Export;
using Hir.Export.Onnx.Proto;
using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Sampler.Engines.GenAi;
using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Testing;

namespace Hir.Sampler.Tests.Engines;

/// <summary>
/// Model folders in half types on the CPU. The bounds are about twice what was measured. Networks of random weights amplify rounding, the
/// gated T5 200 times as much as the others in float32 too.
/// </summary>
public sealed class HalfModelTests : IDisposable
{
    private const int Float16 = (int)TensorProto.Types.DataType.Float16, BFloat16 = (int)TensorProto.Types.DataType.Bfloat16;

    private readonly TempFolder _temp = new();
    private readonly List<string> _warnings = [];

    public static TheoryData<string, double> Models => new()
    {
        { "t5-v1.0-relu-tied", 0.01 }, { "t5-v1.1-gated-gelu-untied", 0.8 }, { "llama-gqa", 0.03 }, { "llama3-ropescaling", 0.015 },
        { "qwen2-tied", 0.045 }, { "qwen3-qknorm-tied", 0.025 },
    };

    public static TheoryData<string, string> Graphs => new()
    {
        { "t5-v1.0-relu-tied", "ort" }, { "llama-gqa", "ort" }, { "llama-gqa", "genai" }, { "qwen3-qknorm-tied", "ort" },
    };

    public void Dispose() => _temp.Dispose();

    [SharedTheory, MemberData(nameof(Models))]
    public void Score_Float16_IsNearPyTorchInFloat32(string name, double bound)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        using ISequenceEngine engine = Open(Export(name, "float16"));
        Assert.Contains("in float16, which is for GPUs", Assert.Single(_warnings), StringComparison.Ordinal);
        AssertNear([.. pairs.Select(p => p.Logprobs)], Score(engine, pairs), bound);
    }

    /// <summary>Steps over cached keys and values give what reading the whole output at once gives.</summary>
    [SharedTheory, MemberData(nameof(Graphs))]
    public void Generate_Float16_AgreesWithScoring(string name, string kind)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        ModelFolder model = Export(name, "float16");
        using ISequenceEngine scoring = Open(model);
        using ISequenceEngine engine = kind == "ort" ? Open(model) : GenAiEngine.Open(model, 20, new EngineOptions { Threads = 1 });
        var outputs = new Generator(engine).Generate(
            [.. pairs.Select((p, i) => new GenerationRequest(p.InputIds, i))], new SamplingSettings { MaxNewTokens = 20, Seed = 1 });
        IReadOnlyList<float[]> scores = new Scorer(scoring).Score([.. pairs.Select((p, i) => new ScoringRequest(p.InputIds, outputs[i][0].TokenIds))]);
        AssertNear(scores, [.. outputs.Select(o => o[0].Logprobs)], 0.01);
    }

    [SharedTheory, MemberData(nameof(Graphs))]
    public void Open_BFloat16_SaysThatTheCpuCannot(string name, string kind)
    {
        ModelFolder model = Export(name, "bfloat16");
        EngineOptions options = new() { Threads = 1 };
        InputException e = Assert.Throws<InputException>(() => (kind == "ort" ? OrtEngine.Open(model, options) : GenAiEngine.Open(model, 4, options)).Dispose());
        Assert.Contains("the CPU cannot run a model in this element type", e.Message, StringComparison.Ordinal);
        Assert.Contains("Use --device cuda, or export the model with --dtype float32", e.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The graphs for bfloat16 compute the right thing: with float16 put in its place they run here. What they are compared with has the same
    /// weights and computes in float32.
    /// </summary>
    [SharedTheory, MemberData(nameof(Models))]
    public void Score_GraphsForBFloat16RunInFloat16_AreNearFloat32(string name, double bound)
    {
        ReferencePair[] pairs = ReferenceModels.Pairs(name);
        ModelFolder model = Export(name, "bfloat16");
        using ISequenceEngine exact = Open(CheckpointExporter.Export(model.Path, _temp.File("exact"), "float32"));
        IReadOnlyList<float[]> expected = Score(exact, pairs);
        PutFloat16(model);
        using ISequenceEngine engine = Open(ModelFolder.Open(model.Path));
        AssertNear(expected, Score(engine, pairs), bound);
    }

    private static IReadOnlyList<float[]> Score(ISequenceEngine engine, ReferencePair[] pairs) =>
        new Scorer(engine).Score([.. pairs.Select(p => new ScoringRequest(p.InputIds, p.OutputIds))]);

    private static void AssertNear(IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual, double bound)
    {
        double largest = 0;
        Assert.Equal(expected.Select(row => row.Length), actual.Select(row => row.Length));
        foreach ((float[] e, float[] a) in expected.Zip(actual))
        {
            for (int t = 0; t < e.Length; t++) largest = Math.Max(largest, float.IsNaN(a[t]) ? double.PositiveInfinity : Math.Abs(e[t] - a[t]));
        }

        Assert.InRange(largest, 1e-6, bound);
    }

    /// <summary>Makes a bfloat16 folder one of float16, weights and graphs alike. Each weight keeps its place.</summary>
    private static void PutFloat16(ModelFolder model)
    {
        byte[] file = File.ReadAllBytes(model.WeightsPath);
        using (SafetensorsFile weights = SafetensorsFile.Open(model.WeightsPath))
        {
            foreach (SafetensorsEntry entry in weights.Ordered)
            {
                float[] values = new float[entry.Count];
                weights.CopyAsFloat32(entry.Name, values);
                FloatConversion.FromFloat32(values, WeightDtype.F16, file.AsSpan((int)entry.Offset, (int)entry.Length));
            }
        }

        File.WriteAllBytes(model.WeightsPath, file);
        foreach (string path in Directory.GetFiles(model.Path, "*.onnx"))
        {
            ModelProto proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
            foreach (TensorProto tensor in proto.Graph.Initializer) tensor.DataType = (TensorProto.Types.DataType)Put((int)tensor.DataType);
            foreach (ValueInfoProto value in proto.Graph.Input.Concat(proto.Graph.Output))
            {
                value.Type.TensorType.ElemType = (TensorProto.Types.DataType)Put((int)value.Type.TensorType.ElemType);
            }

            foreach (AttributeProto attribute in proto.Graph.Node.SelectMany(node => node.Attribute).Where(a => a.Name == "to")) attribute.I = Put((int)attribute.I);
            File.WriteAllBytes(path, proto.ToByteArray());
        }

        File.Delete(model.PathOf(ModelManifest.FileName));
        static int Put(int type) => type == BFloat16 ? Float16 : type;
    }

    private ISequenceEngine Open(ModelFolder model) => OrtEngine.Open(model, new EngineOptions { Threads = 1, Warn = _warnings.Add });

    private ModelFolder Export(string name, string dtype) =>
        CheckpointExporter.Export(SharedFixtures.PathOf("fixtures", "models", name), _temp.File($"{name}-{dtype}"), dtype);
}
