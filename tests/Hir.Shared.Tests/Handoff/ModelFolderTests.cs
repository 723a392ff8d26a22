using System.Security.Cryptography;
using System.Text;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.Shared.Tests.Handoff;

public sealed class ModelFolderTests : IDisposable
{
    private const string Config =
        """{"model_type":"t5","vocab_size":8,"d_model":4,"d_kv":2,"d_ff":4,"num_layers":1,"num_heads":2,"feed_forward_proj":"relu"}""";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Open_PublishedFolder_HasManifestAndFingerprintOfItsBytes()
    {
        string path = Publish();
        ModelFolder folder = ModelFolder.Open(path + "/", verify: true);
        Assert.Equal((3, (int?)2, "t5", "float32"), (
            folder.Manifest!.ModelVersion, folder.Manifest.ParentVersion, folder.Manifest.Architecture, folder.Manifest.Dtype));
        Assert.Equal(Config, folder.ModelConfigJson);
        byte[] manifest = File.ReadAllBytes(Path.Combine(path, "manifest.json"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(manifest)), folder.Fingerprint);
        Assert.Equal(manifest, folder.Manifest.ToBytes());
        Assert.Contains("\"parent_version\": 2", Encoding.UTF8.GetString(manifest), StringComparison.Ordinal);
        folder.RequireGraphs();
    }

    [Fact]
    public void Open_MissingAndCutOffFiles_NamesEach()
    {
        string path = Publish();
        File.Delete(Path.Combine(path, "sampler_encoder.onnx"));
        File.WriteAllBytes(Path.Combine(path, "model.safetensors"), [1, 2]);
        InputException e = Assert.Throws<InputException>(() => ModelFolder.Open(path));
        Assert.Equal(2, e.Problems.Count);
        Assert.Contains("sampler_encoder.onnx: it is missing", e.Message, StringComparison.Ordinal);
        Assert.Contains("model.safetensors: it has 2 bytes, and manifest.json says 3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ContentEditedAtTheSameLength_IsFoundByVerifying()
    {
        string path = Publish();
        File.WriteAllBytes(Path.Combine(path, "model.safetensors"), [1, 2, 4]);
        ModelFolder.Open(path);
        InputException e = Assert.Throws<InputException>(() => ModelFolder.Open(path, verify: true));
        Assert.Contains("model.safetensors: its SHA-256 is", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "[", "not a model folder's manifest")]
    [InlineData("\"format_version\": 2", "\"format_version\": 3", "format_version is 3")]
    [InlineData("\"format_version\": 2", "\"format_version\": 0", "format_version is 0")]
    [InlineData("\"format_version\": 2,", "", "not a model folder's manifest")]
    [InlineData("\"architecture\": \"t5\"", "\"architecture\": null", "not a model folder's manifest")]
    [InlineData("\"bytes\": 3", "\"bytes\": \"3\"", "not a model folder's manifest")]
    [InlineData("\"bytes\": 3", "\"bytes\": -3", "bytes -3")]
    [InlineData("\"name\": \"config.json\"", "\"name\": \"../config.json\"", "'../config.json' is not the name")]
    [InlineData("\"name\": \"config.json\"", "\"name\": null", "not a model folder's manifest")]
    [InlineData("\"name\": \"sampler_encoder.onnx\"", "\"name\": \"config.json\"", "'config.json' is listed twice")]
    [InlineData("\"name\": \"config.json\"", "\"name\": \"other.json\"", "does not list config.json")]
    [InlineData("\"sha256\": \"", "\"sha256\": \"X", "64 lower-case")]
    public void Open_EditedManifest_SaysWhatIsWrong(string from, string to, string expected)
    {
        string path = Publish();
        string manifest = Path.Combine(path, "manifest.json");
        string text = File.ReadAllText(manifest);
        int at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0);
        File.WriteAllText(manifest, text[..at] + to + text[(at + from.Length)..]);
        InputException e = Assert.Throws<InputException>(() => ModelFolder.Open(path));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "int8", "graphs": ["sampler_decoder.onnx"], "weights": "model.safetensors" }""", null)]
    [InlineData("""{ "name": "int8", "graphs": ["nowhere.onnx"], "weights": "model.safetensors" }""", "variant 'int8' has the file 'nowhere.onnx', which is not listed")]
    [InlineData("""{ "name": "int8", "graphs": [], "weights": "../w" }""", "'../w', which is not listed")]
    [InlineData("""{ "name": "a", "graphs": [], "weights": "config.json" }, { "name": "a", "graphs": [], "weights": "config.json" }""", "variant 'a' is listed twice")]
    [InlineData("""{ "name": "int8", "graphs": [null], "weights": "config.json" }""", "which is not listed")]
    [InlineData("null", "a variant has no name")]
    public void Open_ManifestWithVariants_ChecksTheirFiles(string variants, string? expected)
    {
        string path = Publish();
        string manifest = Path.Combine(path, "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"files\":", $"\"variants\": [ {variants} ],\n  \"files\":", StringComparison.Ordinal));

        if (expected is null) Assert.Equal(["int8"], ModelFolder.Open(path).Variants);
        else Assert.Contains(expected, Assert.Throws<InputException>(() => ModelFolder.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variants_ManifestOfBefore_AreNone() => Assert.Empty(ModelFolder.Open(Publish()).Variants);

    [Fact]
    public void Open_CheckpointFolderWithoutManifest_HasAFingerprintOfConfigAndWeights()
    {
        File.WriteAllText(_temp.File("config.json"), Config);
        File.WriteAllText(_temp.File("model.safetensors"), "abc");
        ModelFolder folder = ModelFolder.Open(_temp.Path);
        Assert.Null(folder.Manifest);
        string first = folder.Fingerprint;
        Assert.Equal(64, first.Length);
        Assert.Equal(first, ModelFolder.Open(_temp.Path, verify: true).Fingerprint);
        File.WriteAllText(_temp.File("model.safetensors"), "abd");
        Assert.NotEqual(first, ModelFolder.Open(_temp.Path).Fingerprint);
        InputException e = Assert.Throws<InputException>(folder.RequireGraphs);
        Assert.Contains("hir export --model", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Config, "sampler_encoder.onnx and sampler_decoder.onnx are missing")]
    [InlineData(
        """{"model_type":"llama","vocab_size":8,"hidden_size":4,"intermediate_size":4,"num_hidden_layers":1,"num_attention_heads":2}""",
        "sampler_decoder.onnx is missing")]
    public void RequireGraphs_PlainFolder_NamesThoseOfItsKind(string config, string message)
    {
        File.WriteAllText(_temp.File("config.json"), config);
        File.WriteAllText(_temp.File("model.safetensors"), "abc");
        InputException e = Assert.Throws<InputException>(ModelFolder.Open(_temp.Path).RequireGraphs);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NothingThere_SaysWhatIsMissing()
    {
        Assert.Contains(
            "no such model folder", Assert.Throws<InputException>(() => ModelFolder.Open(_temp.File("x"))).Message,
            StringComparison.Ordinal);
        Assert.Equal(2, Assert.Throws<InputException>(() => ModelFolder.Open(_temp.Path)).Problems.Count);
        File.WriteAllText(_temp.File("config.json"), "{}");
        File.WriteAllText(_temp.File("pytorch_model.bin"), "");
        InputException e = Assert.Throws<InputException>(() => ModelFolder.Open(_temp.Path));
        Assert.Contains("safe_serialization=True", e.Message, StringComparison.Ordinal);
        File.WriteAllText(_temp.File("model.safetensors.index.json"), "{}");
        e = Assert.Throws<InputException>(() => ModelFolder.Open(_temp.Path));
        Assert.Contains("weight_map", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LinkThatLeadsOut_IsRefused()
    {
        string folder = _temp.File("hostile");
        Directory.CreateDirectory(folder);
        File.WriteAllText(_temp.File("outside.json"), "{}");
        File.CreateSymbolicLink(Path.Combine(folder, "config.json"), "../outside.json");
        InputException e = Assert.Throws<InputException>(() => ModelFolder.Open(folder));
        Assert.Contains("leads out of the folder", e.Message, StringComparison.Ordinal);
        Assert.Contains("config.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DownloadCache_FollowsItsLinksToTheBlobs()
    {
        string snapshot = _temp.File("models--a--b/snapshots/0123");
        Directory.CreateDirectory(snapshot);
        Directory.CreateDirectory(_temp.File("models--a--b/blobs"));
        foreach (string name in (string[])["config.json", "model.safetensors"])
        {
            File.WriteAllText(_temp.File($"models--a--b/blobs/{name.Length}"), "{}");
            File.CreateSymbolicLink(Path.Combine(snapshot, name), $"../../blobs/{name.Length}");
        }

        Assert.Equal("{}", ModelFolder.Open(snapshot).ModelConfigJson);
    }

    [Fact]
    public void RequireGraphs_FolderOfAnEarlierVersion_SaysToExportItAgain()
    {
        string path = Publish(1, "encoder_model.onnx", "decoder_model_merged.onnx");
        ModelFolder folder = ModelFolder.Open(path, verify: true);
        InputException e = Assert.Throws<InputException>(folder.RequireGraphs);
        Assert.Contains(
            "an earlier version of Hir made its graphs (format_version 1, and 2 is needed)", e.Message, StringComparison.Ordinal);
        Assert.EndsWith($"Export it again: hir export --model {path} --out DIR", e.Message, StringComparison.Ordinal);
    }

    private string Publish(
        int format = ModelManifest.CurrentFormat, string encoder = "sampler_encoder.onnx", string decoder = "sampler_decoder.onnx")
    {
        string path = _temp.File("v3");
        using AtomicFolder folder = AtomicFolder.Create(path);
        folder.WriteFile("config.json", Encoding.UTF8.GetBytes(Config));
        folder.WriteFile("model.safetensors", [1, 2, 3]);
        folder.WriteFile(encoder, [4, 5]);
        folder.WriteFile(decoder, [6]);
        ModelManifest manifest = new()
        {
            FormatVersion = format,
            ModelVersion = 3,
            ParentVersion = 2,
            Architecture = "t5",
            Dtype = "float32",
            Files = [.. folder.Files.OrderBy(file => file.Name, StringComparer.Ordinal)],
        };
        folder.WriteFile(ModelManifest.FileName, manifest.ToBytes());
        folder.Publish();
        return path;
    }
}
