using BenchmarkDotNet.Attributes;
using Hir.Shared.Feedback;
using Hir.Shared.Shards;

namespace Hir.Benchmarks;

/// <summary>Writing and reading a folder of 10,000 rows, the disk included.</summary>
[MemoryDiagnoser]
public class ShardBenchmarks
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hir-bench-").FullName;
    private ShardRow[] _rows = [];
    private int _written;

    [Params(ShardCodec.Snappy, ShardCodec.None, ShardCodec.Gzip, ShardCodec.Brotli)]
    public ShardCodec Codec { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _rows = [.. Enumerable.Range(0, 10_000).Select(Row)];
        ShardWriter.WriteFolder(Path.Combine(_folder, "read"), _rows, Info(), new ShardOptions { Codec = Codec });
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [Benchmark]
    public long Write()
    {
        string path = Path.Combine(_folder, "write-" + _written++);
        long bytes = ShardWriter.WriteFolder(path, _rows, Info(), new ShardOptions { Codec = Codec }).Bytes;
        Directory.Delete(path, recursive: true);
        return bytes;
    }

    [Benchmark]
    public int Read() => ShardReader.ReadFolder(Path.Combine(_folder, "read")).Rows.Count;

    private static ShardFolderInfo Info() => new() { ModelVersion = 0, ModelFingerprint = "f", Seed = 0 };

    private static ShardRow Row(int i) => new()
    {
        SampleId = $"0000/task/{i}/0",
        Iteration = 0,
        Task = "task",
        QueryId = $"{i}",
        SampleIndex = 0,
        Instruction = "Generate a correct answer to this problem.",
        Query = $"Write these words in alphabetical order: pepper feather candle violin {i}",
        Output = "candle feather pepper violin",
        Target = "candle feather pepper violin",
        PromptTokenIds = [.. Enumerable.Range(i, 60)],
        OutputTokenIds = [.. Enumerable.Range(i, 8)],
        OutputLogprobs = [.. Enumerable.Range(1, 8).Select(t => -1f / (t + (i % 7)))],
        FinishReason = "stop",
        ModelVersion = 0,
        ModelFingerprint = "f",
        Seed = 0,
        Temperature = 1,
        TopP = 1,
        TopK = 0,
        Score = i % 3 == 0 ? 1 : 0,
        ScoreStatus = ScoreStatus.Ok,
    };
}
