using Hir.Export.Onnx;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// The layers that all of a T5's graphs are made of. Hidden states are [tokens, width]: the tokens of all sequences one after the other, so that
/// each weight is one matrix product, taken in PyTorch's [out, in] layout.
/// </summary>
internal sealed class T5Layers(GraphBuilder graph, T5Config config)
{
    /// <summary>What is added to the scores of positions that must not be seen. Finite, so that rows without any position stay numbers.</summary>
    public const float Masked = float.MinValue;

    /// <summary>x W^T for x [tokens, in] and a weight [out, in].</summary>
    public string Linear(string name, string x, string weight) => graph.Linear(name, x, weight);

    /// <summary>The root mean square norm of the first states.</summary>
    public string Norm(string name, string x, string weight) => graph.Norm(name, x, weight, config.LayerNormEpsilon);

    /// <summary>Adds a layer's result to the states and norms the sum: one pass over both.</summary>
    /// <returns>The normed sum and the sum.</returns>
    public (string Normed, string Sum) AddNorm(string name, string states, string result, string weight) =>
        graph.AddNorm(name, states, result, weight, config.LayerNormEpsilon);

    /// <summary>[tokens, inner] to [batch, heads, length, d_kv].</summary>
    /// <param name="name">The name of the result.</param>
    /// <param name="x">The values.</param>
    /// <param name="shape">A value [batch, length, heads, d_kv].</param>
    public string SplitHeads(string name, string x, string shape) => graph.Node(
        "Transpose", name, [graph.Node("Reshape", name + "/split", [x, shape])], ("perm", new long[] { 0, 2, 1, 3 }));

    /// <summary>[batch, heads, length, d_kv] to [tokens, inner].</summary>
    /// <param name="name">The name of the result.</param>
    /// <param name="x">The values.</param>
    /// <param name="shape">A value [-1, inner].</param>
    public string MergeHeads(string name, string x, string shape) => graph.Node(
        "Reshape", name, [graph.Node("Transpose", name + "/transposed", [x], ("perm", new long[] { 0, 2, 1, 3 })), shape]);

    /// <summary>Queries times keys, both [batch, heads, length, d_kv]; T5 does not scale them. The keys are not copied.</summary>
    public string Scores(string name, string queries, string keys) =>
        graph.Node(GraphBuilder.Microsoft + ":FusedMatMul", name, [queries, keys], ("transB", 1));

    /// <summary>Softmax of biased scores, times the values: [batch, heads, queries, d_kv].</summary>
    /// <param name="name">What the names of the nodes begin with.</param>
    /// <param name="queries">[batch, heads, queries, d_kv].</param>
    /// <param name="keys">[batch, heads, keys, d_kv].</param>
    /// <param name="values">[batch, heads, keys, d_kv].</param>
    /// <param name="bias">What is added to the scores; it is broadcast.</param>
    public string Attend(string name, string queries, string keys, string values, string bias)
    {
        string scores = graph.Node("Add", name + "/biased", [Scores(name + "/scores", queries, keys), bias]);
        return graph.Node("MatMul", name + "/weighted", [graph.Node("Softmax", name + "/softmax", [scores], ("axis", -1)), values]);
    }

    /// <summary>The feed-forward layer's inner part and its way out.</summary>
    public string FeedForward(string name, string x, string weights)
    {
        string inner;
        if (config.IsGated)
        {
            string gate = graph.Node(GraphBuilder.Microsoft + ":FastGelu", name + "/gelu", [Linear(name + "/wi_0", x, weights + ".wi_0.weight")]);
            inner = graph.Node("Mul", name + "/gated", [gate, Linear(name + "/wi_1", x, weights + ".wi_1.weight")]);
        }
        else
        {
            inner = graph.Node("Relu", name + "/relu", [Linear(name + "/wi", x, weights + ".wi.weight")]);
        }

        return Linear(name + "/wo", inner, weights + ".wo.weight");
    }

    /// <summary>0 where a mask [query, source] is 1, <see cref="Masked"/> elsewhere, as [query, 1, 1, source].</summary>
    public string MaskBias(string mask)
    {
        string bias = graph.Node(
            "Where", "mask/bias",
            [graph.Node("Equal", "mask/hidden", [mask, graph.Scalar("mask/zero", 0L)]), graph.Scalar("mask/masked", Masked),
                graph.Scalar("mask/seen", 0f)]);
        return graph.Node("Unsqueeze", "mask/bias_4d", [bias, graph.Constant("mask/axes", 1, 2)]);
    }

    /// <summary>The position bias by clamped distance, [distances, heads], from the table by bucket.</summary>
    public string BiasByDistance(string attention, int[] buckets)
    {
        string indices = graph.Constant("position/buckets", [.. buckets.Select(bucket => (long)bucket)]);
        return graph.Node("Gather", "position/bias_by_distance", [graph.Weight(attention + ".relative_attention_bias.weight"), indices]);
    }

    /// <summary>The dimension of a value as a list of one number.</summary>
    public string Dimension(string name, string value, int axis) => graph.Dimension(name, value, axis);

    /// <summary>0, 1, … below a number that is given as a list of one.</summary>
    public string Range(string name, string count) => graph.Range(name, count);
}
