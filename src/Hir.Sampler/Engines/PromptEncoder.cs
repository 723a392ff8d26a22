using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Engines;

/// <summary>Runs the encoder graph: prompts in, cross-attention keys and values of every decoder layer out. Its buffers are used again and again.</summary>
internal sealed class PromptEncoder(InferenceSession session, GraphShape shape, int padId, EngineCounters counters) : IDisposable
{
    private readonly TensorBinding _binding = new(session);
    private readonly NativeBuffer<long> _ids = new();
    private readonly Stack<EncodedPrompts> _free = [];

    /// <summary>Encodes a batch, padded to its longest prompt.</summary>
    public EncodedPrompts Encode(IReadOnlyList<int[]> prompts)
    {
        int source = 0;
        foreach (int[] prompt in prompts) source = Math.Max(source, prompt.Length);

        EncodedPrompts encoded = _free.Count > 0 ? _free.Pop() : new(new AttentionCache(shape), new NativeBuffer<long>());
        encoded.Cache.Reset(prompts.Count, source);
        encoded.Mask.Reserve((long)prompts.Count * source);
        encoded.InUse = prompts.Count;
        _ids.Reserve((long)prompts.Count * source);
        for (int p = 0; p < prompts.Count; p++)
        {
            Span<long> ids = _ids.Slice((long)p * source, source);
            Span<long> mask = encoded.Mask.Slice((long)p * source, source);
            int[] prompt = prompts[p];
            for (int i = 0; i < source; i++)
            {
                ids[i] = i < prompt.Length ? prompt[i] : padId;
                mask[i] = i < prompt.Length ? 1 : 0;
            }
        }

        _binding.Input(GraphNames.InputIds, _ids.Tensor(prompts.Count, source));
        _binding.Input(GraphNames.AttentionMask, encoded.Mask.Tensor(prompts.Count, source));
        for (int t = 0; t < encoded.Cache.Tensors; t++) _binding.Output(GraphNames.CrossOutput(t), encoded.Cache.Tensor(t));
        long start = Stopwatch.GetTimestamp();
        _binding.Run();
        counters.PrefillTime += Stopwatch.GetElapsedTime(start);
        counters.Prompts += prompts.Count;
        _binding.Clear();
        return encoded;
    }

    /// <summary>Takes back what <see cref="Encode"/> returned.</summary>
    public void Return(EncodedPrompts encoded) => _free.Push(encoded);

    public void Dispose()
    {
        _binding.Dispose();
        _ids.Dispose();
        foreach (EncodedPrompts encoded in _free) encoded.Dispose();
    }
}
