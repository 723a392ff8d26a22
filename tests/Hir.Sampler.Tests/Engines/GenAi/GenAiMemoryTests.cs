using System.Globalization;
using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Sampler.Engines.GenAi;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Testing;

namespace Hir.Sampler.Tests.Engines.GenAi;

/// <summary>Alone in the process, whose memory it reads.</summary>
[CollectionDefinition(nameof(GenAiMemoryTests), DisableParallelization = true)]
[Collection(nameof(GenAiMemoryTests))]
public sealed class GenAiMemoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A generator that is not given back keeps 20 KB of this model: 1,000 of them 20 MB.</summary>
    [Fact]
    public void Generate_ThousandPrompts_KeepsTheMemoryFlat()
    {
        if (!OperatingSystem.IsLinux()) return;
        using ISequenceEngine engine = GenAiEngine.Open(
            ModelFolder.Open(new TinyDecoder().Write(_folder.Path, 13)), 4, new EngineOptions { Threads = 1 });
        Generate(engine, 500);
        long before = ResidentKilobytes();

        Generate(engine, 1000);

        Assert.InRange(ResidentKilobytes() - before, long.MinValue, 8 * 1024);
    }

    private static void Generate(ISequenceEngine engine, int prompts) => new Generator(engine).Generate(
        [.. Enumerable.Range(0, prompts).Select(i => new GenerationRequest([1, 5, 9], i))],
        new SamplingSettings { MaxNewTokens = 4, Samples = 2, BatchSize = 3 });

    private static long ResidentKilobytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }
}
