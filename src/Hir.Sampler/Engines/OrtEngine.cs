using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Weights.Architectures;

namespace Hir.Sampler.Engines;

/// <summary>Opens model folders with ONNX Runtime.</summary>
public static class OrtEngine
{
    /// <summary>Opens a model folder's graphs; which kind of engine runs them follows from config.json.</summary>
    /// <param name="model">A folder that holds graphs.</param>
    /// <param name="options">Device and threads.</param>
    /// <exception cref="InputException">There is no such variant, the network is not supported, there are no graphs, they cannot be opened, or the device cannot be had (the missing library is named).</exception>
    public static ISequenceEngine Open(ModelFolder model, EngineOptions? options = null)
    {
        options ??= new EngineOptions();
        model.RequireGraphs(options.Variant);
        return model.Config is DecoderConfig decoder ? OrtDecoderOnly.Open(model, decoder, options) : OrtEncoderDecoder.Open(model, options);
    }
}
