using System.Text.Json;
using Hir.Export;
using Hir.Sampler.Tests.Engines;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Testing;

namespace Hir.Sampler.Tests.Export;

/// <summary>What is published is the checkpoint that it was made from, for whoever reads Hugging Face folders.</summary>
public sealed class CheckpointExportTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public static TheoryData<string> Names => [.. ReferenceModels.Names, .. ReferenceModels.DecoderNames];

    public void Dispose() => _temp.Dispose();

    [SharedTheory, MemberData(nameof(Names))]
    public void Export_Checkpoint_KeepsConfigurationNamesShapesTypesAndValues(string name)
    {
        string source = SharedFixtures.PathOf("fixtures", "models", name);

        ModelFolder exported = CheckpointExporter.Export(source, _temp.File("exported"));

        Assert.Equal(File.ReadAllBytes(Path.Combine(source, "config.json")), File.ReadAllBytes(exported.ConfigPath));
        using SafetensorsFile from = SafetensorsFile.Open(Path.Combine(source, "model.safetensors"));
        using SafetensorsFile to = SafetensorsFile.Open(exported.WeightsPath);
        Assert.Equal(Described(from), Described(to));
        Assert.Equal("pt", to.Metadata["format"]);
        foreach (string tensor in from.Tensors.Keys) Assert.True(from.Bytes(tensor).SequenceEqual(to.Bytes(tensor)), tensor);

        static IEnumerable<string> Described(SafetensorsFile file) =>
            file.Ordered.Select(t => $"{t.Name} {t.Dtype} {t.ShapeText}").Order(StringComparer.Ordinal);
    }

    [SharedTheory, MemberData(nameof(Names))]
    public void Export_WeightsInSeveralFiles_GivesTheSameBytesAsInOne(string name)
    {
        string source = SharedFixtures.PathOf("fixtures", "models", name);
        string sharded = Sharded(source, dtype: null);

        ModelFolder exported = CheckpointExporter.Export(sharded, _temp.File("exported"));

        Assert.Equal(
            File.ReadAllBytes(CheckpointExporter.Export(source, _temp.File("whole")).WeightsPath), File.ReadAllBytes(exported.WeightsPath));
        Assert.False(File.Exists(exported.PathOf("model.safetensors.index.json")));
    }

    [SharedFact]
    public void Export_BFloat16Source_IsWidenedAndTheConfigurationSaysSo()
    {
        string source = SharedFixtures.PathOf("fixtures", "models", "qwen2-tied");
        string folder = Sharded(source, WeightDtype.BF16);
        File.WriteAllText(
            Path.Combine(folder, "config.json"),
            File.ReadAllText(Path.Combine(folder, "config.json")).Replace("\"float32\"", "\"bfloat16\"", StringComparison.Ordinal));

        ModelFolder exported = CheckpointExporter.Export(folder, _temp.File("exported"));

        using JsonDocument config = JsonDocument.Parse(exported.ModelConfigJson);
        Assert.Equal("float32", config.RootElement.GetProperty("torch_dtype").GetString());
        using SafetensorsFile from = SafetensorsFile.Open(Path.Combine(source, "model.safetensors"));
        using SafetensorsFile to = SafetensorsFile.Open(exported.WeightsPath);
        foreach (SafetensorsEntry tensor in to.Ordered)
        {
            Assert.Equal(WeightDtype.F32, tensor.Dtype);
            float[] original = new float[tensor.Count];
            float[] widened = new float[tensor.Count];
            from.CopyAsFloat32(tensor.Name, original);
            to.CopyAsFloat32(tensor.Name, widened);
            // The upper half of each float32, as the checkpoint below was cut.
            Assert.Equal(
                original.Select(v => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(v) & unchecked((int)0xFFFF0000))),
                widened);
        }
    }

    [SharedFact]
    public void Export_PickledWeights_AreRefusedWithTheWayToConvertThem()
    {
        File.Copy(SharedFixtures.PathOf("fixtures", "models", "llama-gqa", "config.json"), _temp.File("config.json"));
        File.WriteAllText(_temp.File("pytorch_model-00001-of-00002.bin"), "pickle");
        InputException e = Assert.Throws<InputException>(() => CheckpointExporter.Export(_temp.Path, _temp.File("out")));
        Assert.Contains("pytorch_model-00001-of-00002.bin", e.Message, StringComparison.Ordinal);
        Assert.Contains("save_pretrained", e.Message, StringComparison.Ordinal);
    }

    /// <summary>The checkpoint in three files, its tensors dealt out in turn; with a type, cut to its upper bytes.</summary>
    private string Sharded(string source, WeightDtype? dtype)
    {
        string folder = _temp.File("sharded");
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(source, "config.json"), Path.Combine(folder, "config.json"));
        using SafetensorsFile weights = SafetensorsFile.Open(Path.Combine(source, "model.safetensors"));
        Dictionary<string, string> map = [];
        for (int part = 0; part < 3; part++)
        {
            SafetensorsEntry[] tensors = [.. weights.Ordered.Where((_, i) => i % 3 == part)];
            string name = $"model-0000{part + 1}-of-00003.safetensors";
            using FileStream stream = File.Create(Path.Combine(folder, name));
            SafetensorsWriter writer = new(stream, [.. tensors.Select(t => new SafetensorsDeclaration(t.Name, dtype ?? t.Dtype, t.Shape))]);
            foreach (SafetensorsEntry tensor in tensors)
            {
                map[tensor.Name] = name;
                byte[] bytes = weights.Bytes(tensor.Name).ToArray();
                writer.Write(tensor.Name, dtype == WeightDtype.BF16 ? [.. bytes.Where((_, i) => i % 4 >= 2)] : bytes);
            }

            writer.Complete();
        }

        File.WriteAllText(
            Path.Combine(folder, "model.safetensors.index.json"),
            JsonSerializer.Serialize(new { metadata = new { total_size = 0 }, weight_map = map }));
        return folder;
    }
}
