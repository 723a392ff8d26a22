using Hir.Export.Onnx;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>The graphs of a model folder, by the network's kind.</summary>
internal static class ModelGraphs
{
    /// <summary>Builds every graph of a network.</summary>
    /// <param name="config">The network.</param>
    /// <param name="weights">Where each parameter lies in the weights file.</param>
    /// <param name="type">The type to compute in.</param>
    /// <returns>File names and contents.</returns>
    public static IEnumerable<(string Name, byte[] Bytes)> Of(
        ModelConfig config, IReadOnlyDictionary<string, SafetensorsEntry> weights, ElementType type) => config switch
    {
        T5Config t5 =>
        [
            .. OfSampler(t5, weights, type, new FullLinears()),
            (ModelFolder.EncoderGraphName, T5EncoderGraph.Build(t5, weights, type)),
            (ModelFolder.DecoderGraphName, T5DecoderGraph.Build(t5, weights, type)),
        ],
        DecoderConfig decoder =>
        [
            (ModelFolder.ModelGraphName, DecoderModelGraph.Build(decoder, weights, type)),
            .. OfSampler(decoder, weights, type, new FullLinears()),
        ],
        _ => throw Unknown(config),
    };

    /// <summary>Builds the graphs that the sampler opens.</summary>
    /// <param name="config">The network.</param>
    /// <param name="weights">Where each parameter lies in the weights file.</param>
    /// <param name="type">The type to compute in.</param>
    /// <param name="linears">How states are multiplied by weights.</param>
    /// <returns>The file names of the full model's graphs, and contents.</returns>
    public static IEnumerable<(string Name, byte[] Bytes)> OfSampler(
        ModelConfig config, IReadOnlyDictionary<string, SafetensorsEntry> weights, ElementType type, ILinearForm linears) => config switch
    {
        T5Config t5 =>
        [
            (ModelFolder.SamplerEncoderGraphName, T5SamplerEncoderGraph.Build(t5, weights, type, linears)),
            (ModelFolder.SamplerDecoderGraphName, T5SamplerDecoderGraph.Build(t5, weights, type, linears)),
        ],
        DecoderConfig decoder => [(ModelFolder.SamplerDecoderGraphName, DecoderSamplerGraph.Build(decoder, weights, type, linears))],
        _ => throw Unknown(config),
    };

    private static InvalidOperationException Unknown(ModelConfig config) => new($"No graphs are known for {config.ModelType}.");
}
