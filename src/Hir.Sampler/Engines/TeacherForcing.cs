using Hir.Shared.Decoding;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Engines;

/// <summary>Runs the decoder graph over whole outputs at once and reads their log-probabilities.</summary>
internal sealed class TeacherForcing(InferenceSession session, GraphShape shape, int padId, int startId) : IDisposable
{
    private readonly TensorBinding _binding = new(session);
    private readonly NativeBuffer<long> _ids = new();
    private readonly NativeBuffer<long> _past = new();
    private readonly NativeBuffer<float> _logits = new();
    private readonly AttentionCache _empty = new(shape);
    private readonly float[] _scratch = new float[shape.VocabularySize];

    /// <summary>Scores every output after its prompt.</summary>
    /// <param name="encoded">The groups' prompts, in the groups' order.</param>
    /// <param name="groups">The outputs.</param>
    public float[][][] Score(EncodedPrompts encoded, IReadOnlyList<PromptOutputs> groups)
    {
        int samples = Math.Max(1, groups.Max(g => g.Outputs.Count));
        int target = Math.Max(1, groups.Max(g => g.Outputs.Count == 0 ? 0 : g.Outputs.Max(o => o.Length)));
        int rows = groups.Count * samples;
        FillInputs(groups, samples, target);

        _past.Reserve(rows);
        _past.Slice(0, rows).Clear();
        _logits.Reserve((long)rows * target * shape.VocabularySize);
        _empty.Reset(rows, 1);
        _binding.Input(GraphNames.InputIds, _ids.Tensor(groups.Count, samples, target));
        _binding.Input(GraphNames.PastLengths, _past.Tensor(groups.Count, samples));
        _binding.Input(GraphNames.EncoderMask, encoded.Mask.Tensor(groups.Count, encoded.Cache.Length));
        _binding.Output(GraphNames.Logits, _logits.Tensor(rows, target, shape.VocabularySize));
        for (int t = 0; t < _empty.Tensors; t++)
        {
            _binding.Input(GraphNames.CrossInput(t), encoded.Cache.Tensor(t));
            _binding.Input(GraphNames.SelfInput(t), _empty.Tensor(t));
        }

        _binding.Run();
        _binding.Clear();
        return Read(groups, samples, target);
    }

    public void Dispose()
    {
        _binding.Dispose();
        _ids.Dispose();
        _past.Dispose();
        _logits.Dispose();
        _empty.Dispose();
    }

    /// <summary>The decoder reads the start token and then the output but for its last token; row j then predicts token j.</summary>
    private void FillInputs(IReadOnlyList<PromptOutputs> groups, int samples, int target)
    {
        _ids.Reserve((long)groups.Count * samples * target);
        for (int g = 0; g < groups.Count; g++)
        {
            for (int s = 0; s < samples; s++)
            {
                Span<long> ids = _ids.Slice(((long)g * samples + s) * target, target);
                ids.Fill(padId);
                ids[0] = startId;
                if (s >= groups[g].Outputs.Count) continue;
                int[] output = groups[g].Outputs[s];
                for (int i = 1; i < output.Length; i++) ids[i] = output[i - 1];
            }
        }
    }

    private float[][][] Read(IReadOnlyList<PromptOutputs> groups, int samples, int target)
    {
        float[][][] result = new float[groups.Count][][];
        for (int g = 0; g < groups.Count; g++)
        {
            result[g] = new float[groups[g].Outputs.Count][];
            for (int s = 0; s < result[g].Length; s++)
            {
                int[] output = groups[g].Outputs[s];
                float[] logprobs = new float[output.Length];
                for (int i = 0; i < output.Length; i++)
                {
                    long row = ((long)g * samples + s) * target + i;
                    logprobs[i] = TokenDistribution.Logprob(_logits.Slice(row * shape.VocabularySize, shape.VocabularySize), output[i], _scratch);
                }

                result[g][s] = logprobs;
            }
        }

        return result;
    }
}
