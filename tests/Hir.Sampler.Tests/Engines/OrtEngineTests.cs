using Hir.Export;
using Hir.Sampler.Engines;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.Sampler.Tests.Engines;

public sealed class OrtEngineTests(ReferenceModels models) : IClassFixture<ReferenceModels>
{
    [SharedFact]
    public void Open_CudaThatCannotBeHad_NamesTheMissingLibrary()
    {
        if (File.Exists("/dev/nvidia0")) return;
        InputException e = Assert.Throws<InputException>(() => Open(new EngineOptions { Device = "cuda:0" }).Dispose());
        Assert.Contains("cuda:0", e.Message, StringComparison.Ordinal);
        Assert.Matches(@"missing: lib\w+.*\.so", e.Message);
        Assert.Contains("--device cpu", e.Message, StringComparison.Ordinal);
    }

    [SharedFact]
    public void Open_AutoWithoutCuda_FallsBackAndSaysSo()
    {
        if (File.Exists("/dev/nvidia0")) return;
        List<string> warnings = [];
        using ISequenceEngine engine = Open(new EngineOptions { Device = "auto", Warn = warnings.Add });
        Assert.Contains("running on the CPU", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [SharedTheory]
    [InlineData("gpu", 0, "device is \"gpu\"")]
    [InlineData("cpu", -1, "threads is -1")]
    public void Open_BadOption_IsRefused(string device, int threads, string part)
    {
        InputException e = Assert.Throws<InputException>(() => Open(new EngineOptions { Device = device, Threads = threads }).Dispose());
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [SharedFact]
    public void Open_PlainCheckpoint_SaysHowToExport()
    {
        ModelFolder plain = ModelFolder.Open(SharedFixtures.PathOf("fixtures", "models", ReferenceModels.Names[0]));
        InputException e = Assert.Throws<InputException>(() => OrtEngine.Open(plain).Dispose());
        Assert.Contains("hir export", e.Message, StringComparison.Ordinal);
    }

    [SharedFact]
    public void Open_BrokenGraph_NamesTheFile()
    {
        using TempFolder folder = new();
        string path = folder.File("model");
        CheckpointExporter.Export(SharedFixtures.PathOf("fixtures", "models", ReferenceModels.Names[0]), path);
        ModelFolder model = ModelFolder.Open(path);
        File.WriteAllText(model.SamplerDecoderGraphPath(), "no graph");
        InputException e = Assert.Throws<InputException>(() => OrtEngine.Open(model).Dispose());
        Assert.Contains("sampler_decoder.onnx", e.Message, StringComparison.Ordinal);
    }

    private ISequenceEngine Open(EngineOptions options) => OrtEngine.Open(models.Folder(ReferenceModels.Names[0]), options);
}
