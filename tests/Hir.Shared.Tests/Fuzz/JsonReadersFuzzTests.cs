using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Shards;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;
using Hir.Testing;
using Hir.Testing.Fuzz;

namespace Hir.Shared.Tests.Fuzz;

public sealed class JsonReadersFuzzTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void ModelConfig_MutatedConfigs_AreReadOrRefused() => Run(
        nameof(ModelConfig), [FuzzSeeds.Base("config.json"), .. FuzzSeeds.OfModels("config.json")], "config.json", path =>
        {
            ModelConfig config = ModelConfig.Load(Path.GetDirectoryName(path)!);
            // What a small file may ask for is bounded too: a thousand layers are some ten thousand names.
            Assert.InRange(config.Parameters.Count, 1, 30_000);
            Assert.True(config.ParameterCount > 0);
        },
        mostBytes: 64 << 20);

    [Fact]
    public void GenerationTokens_MutatedConfigs_AreReadOrRefused()
    {
        File.WriteAllBytes(_temp.File("config.json"), FuzzSeeds.Base("config.json"));
        Run(
            nameof(GenerationTokens),
            [
                FuzzSeeds.Text("""{"eos_token_id": [1, 2], "pad_token_id": 0, "decoder_start_token_id": 0, "temperature": 0.5}"""),
                FuzzSeeds.Text("""{"eos_token_id": 1}"""), FuzzSeeds.Base("config.json"),
            ],
            "generation_config.json", path => Assert.NotEmpty(GenerationTokens.Load(Path.GetDirectoryName(path)!).EndIds));
    }

    [Fact]
    public void WeightIndex_MutatedIndexes_AreReadOrRefused()
    {
        foreach (string name in new[] { "a.safetensors", "b.safetensors" }) File.WriteAllText(_temp.File(name), "x");
        Run(
            nameof(WeightIndex),
            [FuzzSeeds.Text("""{"metadata": {"total_size": 10}, "weight_map": {"x": "a.safetensors", "y.weight": "b.safetensors", "z": "a.safetensors"}}""")],
            WeightIndex.FileName, path =>
            {
                foreach (string name in WeightIndex.Read(path).Files) Assert.Contains(name, new[] { "a.safetensors", "b.safetensors" });
            });
    }

    [Fact]
    public void ModelManifest_MutatedManifests_AreReadOrRefused() => Run(
        nameof(ModelManifest), [FuzzSeeds.Base("manifest.json")], "manifest.json", path =>
        {
            foreach (FileDigest file in ModelManifest.Parse(File.ReadAllBytes(path), path).Files) AssertPlain(file.Name);
        });

    [Fact]
    public void ShardManifest_MutatedManifests_AreReadOrRefused() => Run(
        nameof(ShardManifest),
        [
            new ShardManifest
            {
                SchemaVersion = ShardSchema.Version, ModelVersion = 1, ModelFingerprint = new string('a', 64), Seed = 3, Rows = 5,
                Files = [new("part-0.parquet", 2, 100, new string('b', 64)), new("part-1.parquet", 3, 90, new string('c', 64))],
            }.ToJson(),
        ],
        ShardManifest.FileName, path =>
        {
            foreach (ShardFileEntry file in ShardManifest.Read(Path.GetDirectoryName(path)!).Files) AssertPlain(file.Name);
        });

    [Fact]
    public void RunRecord_MutatedRecords_AreReadOrRefused() => Run(
        nameof(RunRecord),
        [
            FuzzSeeds.Text("""
                {"format_version": 1, "name": "mine", "state": "running", "created": "2026-11-21T11:36:31Z", "attempts": 2, "seconds": 1.5,
                "config_sha256": "ab", "data_sha256": "cd", "models": {"0": "ef", "1": "01"}}
                """),
        ],
        "run.json", path => RunRecord.Read(new RunFolder(Path.GetDirectoryName(path)!))!.With(7, "new"));

    private static void AssertPlain(string name) =>
        Assert.True(name.Length > 0 && name is not ("." or "..") && name.IndexOfAny(['/', '\\', '\0']) < 0, name);

    private void Run(string reader, IReadOnlyList<byte[]> seeds, string name, Action<string> read, long mostBytes = 4 << 20)
    {
        string path = _temp.File(name);
        new FuzzTarget
        {
            Reader = reader,
            Seeds = seeds,
            Mutations = Mutations.Json,
            IsClear = FuzzSeeds.IsInput,
            MostBytes = mostBytes,
            Read = bytes =>
            {
                File.WriteAllBytes(path, bytes);
                read(path);
            },
        }.Run();
    }
}
