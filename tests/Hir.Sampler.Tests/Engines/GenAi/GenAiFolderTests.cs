using Hir.Sampler.Engines;
using Hir.Sampler.Engines.GenAi;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.Sampler.Tests.Engines.GenAi;

/// <summary>Folders that ONNX Runtime GenAI cannot open: what is said of them.</summary>
public sealed class GenAiFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public GenAiFolderTests() => new TinyDecoder().Write(_folder.Path, 13);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"model_type":"t5","eos_token_id":1}""")]
    [InlineData("""{"model_type":"marian","is_encoder_decoder":true,"eos_token_id":1}""")]
    public void Open_EncoderDecoder_NamesTheEngineForIt(string config)
    {
        File.WriteAllText(_folder.File("config.json"), config);

        Refused("encoder-decoder", "--engine ort");
    }

    [Fact]
    public void Open_NoGenAiConfig_SaysToExportAgain()
    {
        File.Delete(_folder.File("genai_config.json"));

        Refused("genai_config.json is missing", "hir export");
    }

    [Fact]
    public void Open_NoGraph_NamesTheFile()
    {
        File.Delete(_folder.File("model.onnx"));

        Refused(_folder.File("model.onnx"), "Export the model again");
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"model":{"decoder":{"filename":"model.onnx"},"vocab_size":"24","context_length":40}}""")]
    [InlineData("""{"model":{"decoder":{"filename":"model.onnx"},"vocab_size":2.5,"context_length":40}}""")]
    [InlineData("""{"model":{"decoder":{"filename":null},"vocab_size":24,"context_length":40}}""")]
    public void Open_GenAiConfigThatIsNone_NamesTheFileAndTheKeys(string text)
    {
        File.WriteAllText(_folder.File("genai_config.json"), text);

        Refused(_folder.File("genai_config.json"), "model.decoder.filename");
    }

    [Fact]
    public void Open_NumbersOutOfRange_AreBothNamed()
    {
        Replace("genai_config.json", "\"vocab_size\": 24", "\"vocab_size\": 0");
        Replace("genai_config.json", "\"context_length\": 40", "\"context_length\": -1");

        Refused("vocab_size is 0", "context_length is -1");
    }

    [Fact]
    public void Open_KeyThatGenAiDoesNotKnow_RepeatsWhatItSays()
    {
        Replace("genai_config.json", "\"vocab_size\"", "\"colour\": 1, \"vocab_size\"");

        Refused(_folder.Path, "ONNX Runtime GenAI cannot open it", "colour");
    }

    [Fact]
    public void Open_BrokenGraph_SaysThatItCannotBeOpened()
    {
        File.WriteAllText(_folder.File("model.onnx"), "no graph");

        Refused(_folder.Path, "ONNX Runtime GenAI cannot open it");
    }

    [Fact]
    public void Open_CudaThatCannotBeHad_IsRefusedAndAutoFallsBack()
    {
        if (File.Exists("/dev/nvidia0")) return;
        List<string> warnings = [];

        InputException e = Assert.Throws<InputException>(() => Open(new EngineOptions { Device = "cuda:0" }).Dispose());
        Open(new EngineOptions { Device = "auto", Warn = warnings.Add }).Dispose();

        Assert.Contains("device cuda:0 cannot be had", e.Message, StringComparison.Ordinal);
        Assert.Contains("libonnxruntime-genai", e.Message, StringComparison.Ordinal);
        Assert.Contains("running on the CPU", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private void Refused(params string[] parts)
    {
        InputException e = Assert.Throws<InputException>(() => Open(new EngineOptions()).Dispose());
        Assert.All(parts, p => Assert.Contains(p, e.Message, StringComparison.Ordinal));
    }

    private ISequenceEngine Open(EngineOptions options) => GenAiEngine.Open(ModelFolder.Open(_folder.Path), 4, options);

    private void Replace(string file, string what, string with) =>
        File.WriteAllText(_folder.File(file), File.ReadAllText(_folder.File(file)).Replace(what, with, StringComparison.Ordinal));
}
