using BenchmarkDotNet.Attributes;
using Hir.Shared.Decoding;

namespace Hir.Benchmarks;

/// <summary>Drawing one token from one row of logits of FLAN-T5's vocabulary.</summary>
[MemoryDiagnoser]
public class TokenSamplerBenchmarks
{
    private const int Vocabulary = 32_128;

    private readonly float[] _logits = new float[Vocabulary];
    private readonly RandomStream _stream = new(seed: 1, streamId: 2, sampleIndex: 0);
    private readonly TokenSampler _greedy = new(new SamplingSettings { Temperature = 0 }, Vocabulary);
    private readonly TokenSampler _plain = new(new SamplingSettings(), Vocabulary);
    private readonly TokenSampler _topK = new(new SamplingSettings { TopK = 50 }, Vocabulary);
    private readonly TokenSampler _topP = new(new SamplingSettings { TopP = 0.95 }, Vocabulary);
    private int _position;

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(3, 4, 0);
        for (int i = 0; i < Vocabulary; i++) _logits[i] = (float)(8 * random.DrawAt(i));
    }

    [Benchmark(Baseline = true)]
    public SampledToken Greedy() => _greedy.Sample(_logits, 0);

    [Benchmark]
    public SampledToken Temperature() => _plain.Sample(_logits, _stream.DrawAt(_position++));

    [Benchmark]
    public SampledToken TopK() => _topK.Sample(_logits, _stream.DrawAt(_position++));

    [Benchmark]
    public SampledToken TopP() => _topP.Sample(_logits, _stream.DrawAt(_position++));
}
