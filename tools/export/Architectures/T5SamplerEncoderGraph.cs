using Hir.Export.Onnx;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// The encoder of a T5, with the cross-attention keys and values of every decoder layer, which are computed once a query.
/// Inputs: input_ids, attention_mask int64 [query, source]. Outputs: last_hidden_state [query, source, d_model] and
/// present.{i}.encoder.key, present.{i}.encoder.value [query, heads, source, d_kv] in the element type of the graph.
/// </summary>
internal static class T5SamplerEncoderGraph
{
    public static byte[] Build(
        T5Config config, IReadOnlyDictionary<string, SafetensorsEntry> weights, ElementType type, ILinearForm linears)
    {
        GraphBuilder graph = new("t5_encoder", weights, ModelFolder.WeightsName, type, linears);
        T5Layers layers = new(graph, config);
        T5Encoder encoder = new(graph, layers, config);
        string x = encoder.Build("query", "source");
        for (int i = 0; i < config.NumDecoderLayers; i++)
        {
            foreach ((string part, string weight) in new[] { ("key", "k"), ("value", "v") })
            {
                string name = $"present.{i}.encoder.{part}";
                string projected = layers.Linear(name + "/projected", x, $"decoder.block.{i}.layer.1.EncDecAttention.{weight}.weight");
                graph.Output(layers.SplitHeads(name, projected, encoder.Heads), type, "query", config.NumHeads, "source", config.DKv);
            }
        }

        return graph.ToBytes();
    }
}
