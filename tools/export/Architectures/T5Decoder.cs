using Hir.Export.Onnx;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>The result [tokens, d_model] of a layer's attention, output projection included.</summary>
/// <param name="layer">The block's number.</param>
/// <param name="x">The normed states [tokens, d_model].</param>
/// <param name="weights">What the names of its weights begin with.</param>
internal delegate string T5Attention(int layer, string x, string weights);

/// <summary>
/// Embedding, blocks and head of a T5's decoder, which both of its decoder graphs hold. The graphs differ in how they keep past keys and values,
/// and so bring the two kinds of attention.
/// </summary>
internal sealed class T5Decoder(GraphBuilder graph, T5Layers layers, T5Config config)
{
    /// <summary>The name of an input of past keys or values.</summary>
    public static string Past(int layer, string side, string part) => $"past_key_values.{layer}.{side}.{part}";

    /// <summary>The name of an output of keys or values.</summary>
    public static string Present(int layer, string side, string part) => $"present.{layer}.{side}.{part}";

    /// <summary>Declares the past keys and values of a layer's attention, [batch, heads, length, d_kv].</summary>
    public void DeclarePast(int layer, string side, string batch, string length)
    {
        foreach (string part in new[] { "key", "value" })
        {
            graph.Input(Past(layer, side, part), graph.Type, batch, config.NumHeads, length, config.DKv);
        }
    }

    /// <summary>Declares the keys and values of a layer's attention as outputs, [batch, heads, length, d_kv].</summary>
    public void DeclarePresent(int layer, string side, string batch, string length)
    {
        foreach (string part in new[] { "key", "value" })
        {
            graph.Output(Present(layer, side, part), graph.Type, batch, config.NumHeads, length, config.DKv);
        }
    }

    /// <summary>Adds embedding and blocks.</summary>
    /// <param name="flatIds">Token ids, [tokens].</param>
    /// <param name="self">The attention among the output's tokens.</param>
    /// <param name="cross">The attention to the prompt.</param>
    /// <returns>The normed states after the last block, [tokens, d_model].</returns>
    public string Blocks(string flatIds, T5Attention self, T5Attention cross)
    {
        string states = layers.Embed(flatIds);
        string x = layers.Norm("block.0/self_norm", states, "decoder.block.0.layer.0.layer_norm.weight");
        for (int i = 0; i < config.NumDecoderLayers; i++)
        {
            string block = $"decoder.block.{i}";
            string attended = self(i, x, $"{block}.layer.0.SelfAttention");
            (x, states) = layers.AddNorm($"block.{i}/cross_norm", states, attended, $"{block}.layer.1.layer_norm.weight");
            attended = cross(i, x, $"{block}.layer.1.EncDecAttention");
            (x, states) = layers.AddNorm($"block.{i}/feed_forward_norm", states, attended, $"{block}.layer.2.layer_norm.weight");
            string forward = layers.FeedForward($"block.{i}/feed_forward", x, $"{block}.layer.2.DenseReluDense");
            (x, states) = i + 1 < config.NumDecoderLayers
                ? layers.AddNorm($"block.{i + 1}/self_norm", states, forward, $"decoder.block.{i + 1}.layer.0.layer_norm.weight")
                : layers.AddNorm("final_norm", states, forward, "decoder.final_layer_norm.weight");
        }

        return x;
    }

    /// <summary>Adds the head and its output: logits [rows, target, vocab].</summary>
    /// <param name="x">The normed states.</param>
    /// <param name="target">The number of tokens a row, as a list of one.</param>
    /// <param name="rowsName">The number of rows' name in the declared shape.</param>
    /// <param name="targetName">The number of tokens' name there.</param>
    /// <param name="logitsType">The logits' element type.</param>
    public void Head(string x, string target, string rowsName, string targetName, ElementType logitsType)
    {
        if (config.TieWordEmbeddings)
        {
            // The factor must not be rounded to a half type: that would scale all logits alike, by up to 0.2 %.
            string wide = graph.As("head/wide", x, graph.Type, ElementType.Float32);
            string scaled = graph.Node("Mul", "head/scaled", [wide, graph.Scalar("head/scale", (float)Math.Pow(config.DModel, -0.5))]);
            x = graph.As("head/narrow", scaled, ElementType.Float32, graph.Type);
        }

        // Three dimensions go into the product, so that the logits come out in their final shape without being copied.
        string shape = graph.Node("Concat", "shape/hidden",
            [graph.Constant("shape/rows_any", -1), target, graph.Constant("shape/d_model", config.DModel)], ("axis", 0));
        string hidden = graph.Node("Reshape", "head/hidden", [x, shape]);
        string logits = graph.Product(
            graph.Type == logitsType ? "logits" : "head/logits", hidden, config.TieWordEmbeddings ? "shared.weight" : "lm_head.weight");
        graph.Output(graph.As("logits", logits, graph.Type, logitsType), logitsType, rowsName, targetName, config.VocabSize);
    }
}
