using Hir.Shared.Configuration;
using Hir.Shared.Metrics;
using Hir.Shared.Pairs;
using Hir.Shared.Tasks;
using Hir.Testing;
using Hir.Testing.Fuzz;

namespace Hir.Shared.Tests.Fuzz;

public sealed class TextReadersFuzzTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void ConfigSource_MutatedConfigurations_AreReadOrRefused() => Run(
        nameof(ConfigSource),
        [.. Directory.EnumerateFiles(Path.Combine(SharedFixtures.Root, "examples"), "*.yaml").Order().Select(File.ReadAllBytes)],
        "run.yaml", path => ConfigBinder.ToYaml(ConfigBinder.Bind<RunConfig>(ConfigSource.Load(path))), Mutations.Yaml);

    [Fact]
    public void PairsFile_MutatedLines_AreReadOrRefused() => Run(
        nameof(PairsFile),
        [
            FuzzSeeds.Text("{\"prompt_token_ids\": [5, 6, 1], \"output_token_ids\": [7, 1], \"weight\": 0.5, \"is_success\": true}\n"
                + "{\"prompt_token_ids\": [5], \"contrast_prompt_token_ids\": [6, 6], \"output_token_ids\": [7, 8, 1], \"note\": {\"a\": [1]}}\n"),
        ],
        "pairs.jsonl", path => PairsFile.Read(path, null, 1, 20), Mutations.Json);

    [Fact]
    public void MetricsFile_MutatedLines_AreReadOrLeftOut() => Run(
        nameof(MetricsFile),
        [FuzzSeeds.Text("{\"iteration\":0,\"step\":1,\"loss\":0.5}\n{\"iteration\":1,\"phase\":\"sample\",\"rows\":[1,2]}\n")],
        "metrics.jsonl", path =>
        {
            MetricsFile file = new(path);
            file.Trim(line => line["iteration"] is not null);
            file.Read();
        },
        Mutations.Json);

    [Fact]
    public void JsonLinesTask_MutatedLines_AreReadOrRefused() => Run(
        "JsonLinesTask",
        [
            FuzzSeeds.Text("{\"query\": \"1 + 1?\", \"target\": \"2\"}\n{\"query\": \"left or right?\", \"target\": \"(A)\", \"choices\": [\"(A)\", \"(B)\"], "
                + "\"id\": 7}\n\n{\"query\": \"a\\nb\", \"id\": \"x\"}\n"),
        ],
        "mine.jsonl", path => TaskCatalog.Load(path, new TaskLoadOptions()), Mutations.Json);

    [Fact]
    public void BigBenchTask_MutatedFiles_AreReadOrRefused() => Run(
        "BigBenchTask",
        [
            FuzzSeeds.Text("{\"name\": \"x\", \"task_prefix\": \"Say.\\n\", \"examples\": [{\"input\": \"a?\", \"target_scores\": {\"yes\": 1, \"no\": 0}}, "
                + "{\"input\": \"b?\", \"target_scores\": {\"yes\": 0, \"no\": 1, \"both\": 0.5}}, {\"input\": \"c\", \"target\": [\"d\", \"e\"]}]}"),
            FuzzSeeds.Text(
                "{\"examples\": [{\"input\": \"q\\nOptions:\\n(A) a\\n(B) b\", \"target\": \"(B)\"}, {\"input\": \"r\", "
                + "\"target\": \"s\"}]}"),
        ],
        "mine.json", path => TaskCatalog.Load(path, new TaskLoadOptions()), Mutations.Json);

    private void Run(string reader, IReadOnlyList<byte[]> seeds, string name, Action<string> read, IReadOnlyList<Mutation> mutations)
    {
        string path = _temp.File(name);
        new FuzzTarget
        {
            Reader = reader,
            Seeds = seeds,
            Mutations = mutations,
            IsClear = FuzzSeeds.IsInput,
            MostTimes = 64,
            Read = bytes =>
            {
                File.WriteAllBytes(path, bytes);
                read(path);
            },
        }.Run();
    }
}
