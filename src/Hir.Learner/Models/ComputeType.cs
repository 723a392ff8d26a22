using Hir.Shared.Configuration;
using Hir.Shared.Weights.Architectures;
using static TorchSharp.torch;

namespace Hir.Learner.Models;

/// <summary>
/// The type that training computes in: float32, except for the HIR objective on a very small model on the CPU, where double costs next to
/// nothing. Adam's first steps move every weight by the learning rate in the direction of its gradient's sign, and the gradient of some
/// weights lies below float32's rounding: two float32 implementations of the same loss drift apart within a few steps. Very small models
/// are what implementations are compared on, so there the arithmetic is exact (double), or step for step that of a plain float32 training
/// loop (FARL, SFT).
/// </summary>
internal static class ComputeType
{
    private const long VerySmall = 150_000;

    /// <summary>Whether a model is so small that how it is computed costs nothing.</summary>
    public static bool IsVerySmall(ModelConfig config) => config.ParameterCount < VerySmall;

    /// <summary>The type to train a model in.</summary>
    public static ScalarType For(ModelConfig config, ObjectiveKind objective, Device device) =>
        objective == ObjectiveKind.Hir && IsVerySmall(config) && device.type == TorchSharp.DeviceType.CPU
            ? ScalarType.Float64
            : ScalarType.Float32;
}
