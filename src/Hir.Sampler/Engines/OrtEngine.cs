using Hir.Shared;
using Hir.Shared.Handoff;

namespace Hir.Sampler.Engines;

/// <summary>Opens model folders with ONNX Runtime.</summary>
public static class OrtEngine
{
    /// <summary>Opens a model folder's graphs; which kind of engine runs them follows from config.json.</summary>
    /// <param name="model">A folder that holds graphs.</param>
    /// <param name="options">Device and threads.</param>
    /// <exception cref="InputException">There are no graphs, they cannot be opened, or the device cannot be had (the missing library is named).</exception>
    public static ISequenceEngine Open(ModelFolder model, EngineOptions? options = null)
    {
        string type = model.Config.ModelType;
        if (type != "t5") throw new InputException($"{model.ConfigPath}: model_type is \"{type}\": the sampler runs t5.");

        model.RequireGraphs();
        return OrtEncoderDecoder.Open(model, options ?? new EngineOptions());
    }
}
