using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;
using static TorchSharp.torch;

namespace Hir.Learner.Models;

/// <summary>From a folder to a model.</summary>
internal static class ModelLoader
{
    /// <summary>Loads the model of a model folder or checkpoint folder.</summary>
    /// <exception cref="InputException">Configuration and weights do not make a model that is supported: everything that is
    /// wrong.</exception>
    public static T5Model Load(ModelFolder folder, Device device, ScalarType dtype = ScalarType.Float32) =>
        Load(folder, T5Config.Parse(folder.ModelConfigJson, folder.ConfigPath), device, dtype);

    /// <summary>Loads the model of a folder whose configuration was read before.</summary>
    /// <exception cref="InputException">Configuration and weights do not make a model that is supported: everything that is
    /// wrong.</exception>
    public static T5Model Load(ModelFolder folder, T5Config config, Device device, ScalarType dtype)
    {
        using SafetensorsFile weights = SafetensorsFile.Open(folder.WeightsPath);
        return T5Model.Load(config, weights, device, dtype);
    }

    /// <summary>The decoder's first input.</summary>
    public static int StartOf(GenerationTokens tokens) =>
        tokens.DecoderStartId ?? throw new InvalidOperationException("An encoder-decoder without a decoder start token.");
}
