using Hir.Export.Onnx;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// encoder_model.onnx as Optimum exports a T5's encoder and Transformers.js feeds it. Inputs: input_ids, attention_mask int64 [batch, length].
/// Output: last_hidden_state [batch, length, d_model] in the element type of the graph.
/// </summary>
internal static class T5EncoderGraph
{
    public static byte[] Build(T5Config config, IReadOnlyDictionary<string, SafetensorsEntry> weights, ElementType type)
    {
        GraphBuilder graph = new("t5_encoder", weights, ModelFolder.WeightsName, type);
        new T5Encoder(graph, new T5Layers(graph, config), config).Build("batch_size", "encoder_sequence_length");
        return graph.ToBytes();
    }
}
