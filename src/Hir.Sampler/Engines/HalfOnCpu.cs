using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hir.Sampler.Engines;

/// <summary>
/// What is said of half types on the CPU. ONNX Runtime 1.29 runs float16 there, widening around most operators, which gains nothing over float32;
/// for bfloat16 it has next to no operators.
/// </summary>
internal static class HalfOnCpu
{
    /// <summary>Said when float16 is run.</summary>
    public const string Warning =
        "This model folder is in float16, which is for GPUs and gains nothing on the CPU; use --device cuda, or export it with --dtype float32.";

    /// <summary>Whether a session that was opened has caches of a half type.</summary>
    public static bool IsHalf(InferenceSession session) =>
        session.InputMetadata.Values.Concat(session.OutputMetadata.Values).Any(value => value.ElementDataType is TensorElementType.Float16 or TensorElementType.BFloat16);

    /// <summary>Whether ONNX Runtime found everything in order but an operator that it does not have for the element type.</summary>
    public static bool LacksKernel(string message) => message.Contains("Could not find an implementation for", StringComparison.Ordinal);

    /// <summary>What to do then.</summary>
    /// <param name="path">The graph or the folder.</param>
    /// <param name="message">What ONNX Runtime said.</param>
    public static string Refusal(string path, string message) =>
        $"{path}: the CPU cannot run a model in this element type ({message}). Use --device cuda, or export the model with --dtype float32.";
}
