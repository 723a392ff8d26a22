using System.Text;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Tasks;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;
using Hir.Testing;

namespace Hir.Shared.Tests.Weights;

/// <summary>Files that are small and would cost much: each was a way to stop the program.</summary>
public sealed class HostileFilesTests
{
    [Fact]
    public void ModelConfig_HundredThousandUnknownSettings_TellsTheFirst()
    {
        string keys = string.Join(",", Enumerable.Range(0, 200_000).Select(i => $"\"k{i}\": 1"));
        string json = $$"""{"model_type": "llama", "hidden_size": 8, "rope_scaling": { {{keys}} } }""";
        InputException e = Assert.Throws<InputException>(() => ModelConfig.Parse(json));
        Assert.InRange(e.Problems.Count, 2, 101);
    }

    [Fact]
    public void ModelConfig_LongValue_IsQuotedInPart()
    {
        InputException e = Assert.Throws<InputException>(
            () => ModelConfig.Parse($$"""{"model_type": "t5", "d_model": [{{string.Join(",", new int[100_000])}}]}"""));
        Assert.InRange(e.Message.Length, 1, 3000);
    }

    [Fact]
    public void SafetensorsFile_ManyDimensions_IsRefused()
    {
        using TempFolder temp = new();
        string shape = string.Join(",", Enumerable.Repeat("1", 200_000));
        Write(temp, $$$"""{"a": {"dtype": "F32", "shape": [{{{shape}}}], "data_offsets": [0, 4]}}""", 4);
        InputException e = Assert.Throws<InputException>(() => SafetensorsFile.Open(temp.File("model.safetensors")));
        Assert.Contains("over 16 numbers", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SafetensorsFile_WrongAllThrough_IsNotReadToItsEnd()
    {
        using TempFolder temp = new();
        Write(temp, "{" + string.Join(",", Enumerable.Range(0, 50_000).Select(i => $"\"t{i}\": {{}}")) + "}", 0);
        InputException e = Assert.Throws<InputException>(() => SafetensorsFile.Open(temp.File("model.safetensors")));
        Assert.InRange(e.Problems.Count, 2, 21);
    }

    [Fact]
    public void GenerationTokens_MillionsOfEndTokens_AreRefused()
    {
        using TempFolder temp = new();
        File.WriteAllText(temp.File("config.json"), $$"""{"model_type": "t5", "eos_token_id": [{{string.Join(",", new int[1001])}}]}""");
        InputException e = Assert.Throws<InputException>(() => GenerationTokens.Load(temp.Path));
        Assert.Contains("1001 token ids", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BigBenchTask_ThousandsOfChoices_AreRefused()
    {
        using TempFolder temp = new();
        string scores = string.Join(",", Enumerable.Range(0, 100_000).Select(i => $"\"c{i}\": {i}"));
        File.WriteAllText(temp.File("a.json"), $$$"""{"examples": [{"input": "q", "target_scores": { {{{scores}}} } }]}""");
        InputException e = Assert.Throws<InputException>(() => TaskCatalog.Load(temp.File("a.json"), new TaskLoadOptions()));
        Assert.Contains("100000 choices", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"models\": null")]
    [InlineData("\"models\": {\"x\": \"ab\"}")]
    [InlineData("\"models\": {\"-1\": \"ab\"}")]
    public void RunRecord_ModelsThatAreNone_AreRefused(string models)
    {
        using TempFolder temp = new();
        File.WriteAllText(temp.File("run.json"), $$"""
            {"format_version": 1, "name": "x", "state": "done", "created": "2026-11-21T11:36:31Z", "config_sha256": "", "data_sha256": "", {{models}} }
            """);
        Assert.Throws<InputException>(() => RunRecord.Read(new RunFolder(temp.Path)));
    }

    private static void Write(TempFolder temp, string header, int data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(temp.File("model.safetensors"), [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[data]]);
    }
}
