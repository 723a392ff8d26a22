using System.Runtime.InteropServices;
using Hir.Shared.Weights;
using Microsoft.ML.OnnxRuntimeGenAI;

namespace Hir.Sampler.Engines.GenAi;

/// <summary>
/// One growing sequence: a generator of GenAI with the sequence's cache. GenAI runs the model and keeps the cache; it is told which token
/// comes next. After its end it can go back to its prompt and grow anew.
/// </summary>
internal sealed class GenAiSequence : IDisposable
{
    private const string LogitsName = "logits";

    /// <summary>GenAI's number for it; the C# names end before it.</summary>
    private const ElementType BFloat16 = (ElementType)16;

    private readonly Generator _generator;
    private readonly int _shared;

    /// <summary>Reads a prompt but for its last token, which is the first one that <see cref="Step"/> is given.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompt">The prompt, not empty.</param>
    /// <param name="maxLength">The tokens that the cache has room for, at least the prompt's.</param>
    /// <param name="tokensAtOnce">How many tokens of the prompt are read in one run of the model at most.</param>
    public GenAiSequence(Model model, int[] prompt, int maxLength, int tokensAtOnce)
    {
        using GeneratorParams parameters = new(model);
        parameters.SetSearchOption("batch_size", 1);
        parameters.SetSearchOption("num_beams", 1);
        parameters.SetSearchOption("num_return_sequences", 1);
        parameters.SetSearchOption("max_length", maxLength);
        // Its own draws are not used. Left out, it seeds a generator of random numbers from the system's, which took 8 to 20 ms.
        parameters.SetSearchOption("random_seed", 0);
        _generator = new Generator(model, parameters);
        _shared = prompt.Length - 1;
        try
        {
            for (int start = 0; start < _shared; start += tokensAtOnce)
            {
                _generator.AppendTokens(prompt.AsSpan(start, Math.Min(tokensAtOnce, _shared - start)));
            }
        }
        catch
        {
            _generator.Dispose();
            throw;
        }
    }

    /// <summary>Appends a token and gives the raw logits [vocabulary] of the next one.</summary>
    public void Step(int token, Span<float> logits)
    {
        _generator.AppendTokens([token]);
        using Tensor output = _generator.GetOutput(LogitsName);
        WeightDtype? type = output.Type() switch
        {
            ElementType.float32 => WeightDtype.F32,
            ElementType.float16 => WeightDtype.F16,
            BFloat16 => WeightDtype.BF16,
            _ => null,
        };
        if (type is not { } dtype || output.NumElements() != logits.Length)
        {
            throw new InvalidOperationException(
                $"The graph's {LogitsName} are {output.Type()} [{string.Join(", ", output.Shape())}] after one token: "
                + $"float32, float16 or bfloat16 [1, 1, {logits.Length}] is needed.");
        }

        if (dtype == WeightDtype.F32) output.GetData<float>().CopyTo(logits);
        else FloatConversion.ToFloat32(MemoryMarshal.AsBytes(output.GetData<ushort>()), dtype, logits);
    }

    /// <summary>Goes back to the prompt.</summary>
    public void Rewind() => _generator.RewindTo((ulong)_shared);

    public void Dispose() => _generator.Dispose();
}
