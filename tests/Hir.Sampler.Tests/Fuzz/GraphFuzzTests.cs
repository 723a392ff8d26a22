using Hir.Export;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Onnx;
using Hir.Sampler.Tests.Export;
using Hir.Testing;
using Hir.Testing.Fuzz;

namespace Hir.Sampler.Tests.Fuzz;

public sealed class GraphFuzzTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ModelFolder _model;
    private readonly byte[][] _seeds;

    public GraphFuzzTests()
    {
        _model = CheckpointExporter.Export(TinyCheckpoint.Write(_temp.File("checkpoint")), _temp.File("model"), variants: [ModelVariant.Int4]);
        _seeds =
        [
            File.ReadAllBytes(_model.PathOf(ModelFolder.SamplerEncoderGraphName)),
            File.ReadAllBytes(_model.PathOf(ModelFolder.SamplerDecoderGraphName)),
            File.ReadAllBytes(_model.SamplerDecoderGraphPath(ModelVariant.Int4)),
        ];
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void GraphCheck_MutatedGraphs_ArePassedOrRefused() => new FuzzTarget
    {
        Reader = nameof(GraphCheck),
        Seeds = _seeds,
        Mutations = [.. Mutations.Binary, .. GraphMutations.All],
        IsClear = e => e is InputException,
        Read = bytes => Check(bytes),
    }.Run();

    /// <summary>What passes the check is opened and run by ONNX Runtime in another process, which must live.</summary>
    [Fact]
    public void GraphOpening_MutatedGraphsThatPass_EndNoProcess()
    {
        using GraphChild child = new();
        // A folder without a manifest: the hash would refuse every one of them.
        string folder = _temp.File("opened");
        Directory.CreateDirectory(folder);
        File.Copy(_model.WeightsPath, Path.Combine(folder, "model.safetensors"));
        string path = Path.Combine(folder, "graph.onnx");
        new FuzzTarget
        {
            Reader = "GraphOpening",
            Seeds = _seeds,
            Mutations = [.. GraphMutations.All, .. GraphMutations.All, .. Mutations.Binary],
            IsClear = e => e is InputException,
            Read = bytes =>
            {
                Check(bytes);
                File.WriteAllBytes(path, bytes);
                string answer = child.Open(path);
                if (answer != "ran") throw new InputException(answer);
            },
        }.Run();
    }

    [Fact]
    public void GraphChild_ProcessThatDies_IsNoticedAndReplaced()
    {
        using GraphChild child = new();
        Assert.Throws<GraphCrashException>(() => child.Open(GraphChild.Death));
        Assert.Equal("ran", child.Open(_model.PathOf(ModelFolder.SamplerDecoderGraphName)));
    }

    private void Check(byte[] bytes)
    {
        IReadOnlyList<string> problems = GraphCheck.Run(
            bytes, name => name == "model.safetensors" ? new FileInfo(_model.WeightsPath).Length : null);
        if (problems.Count > 0) throw new InputException(problems);
    }
}
