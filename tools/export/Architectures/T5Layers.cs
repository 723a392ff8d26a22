using Hir.Export.Onnx;
using Hir.Shared.Weights.Architectures;

namespace Hir.Export.Architectures;

/// <summary>
/// The layers that all of a T5's graphs are made of. Hidden states are [tokens, width]: the tokens of all sequences one after the other, so that
/// each weight is one matrix product, taken in PyTorch's [out, in] layout.
/// In half types what Transformers computes in float32 is computed in float32 here: norms and softmax, and with float16 the feed-forward's last
/// product, whose weights stay float32, and so the sums of the residual stream.
/// </summary>
internal sealed class T5Layers(GraphBuilder graph, T5Config config)
{
    /// <summary>What is added to the scores of positions that must not be seen. Finite, so that rows without any position stay numbers.</summary>
    public const float Masked = float.MinValue;

    /// <summary>
    /// The type of the residual stream. T5's sums outgrow float16; in Transformers they are float32 there from the first feed-forward layer on,
    /// since its result is. Here they are from the embedding on, so that nothing has to be clamped before.
    /// </summary>
    private ElementType Sums => graph.Type == ElementType.Float16 ? ElementType.Float32 : graph.Type;

    /// <summary>The embeddings of token ids [tokens]: the first states of the residual stream, [tokens, d_model].</summary>
    public string Embed(string ids)
    {
        string embedding = graph.Node("Gather", "embedding", [graph.Weight("shared.weight"), ids]);
        return graph.As("embedding/wide", embedding, graph.Type, Sums);
    }

    /// <summary>x W^T for x [tokens, in] and a weight [out, in].</summary>
    public string Linear(string name, string x, string weight) => graph.Linear(name, x, weight);

    /// <summary>The same, as a layer's result that goes to the residual stream.</summary>
    public string Output(string name, string x, string weight)
    {
        ElementType type = graph.TypeOf(weight);
        string result = Linear(name, graph.As(name + "/input", x, graph.Type, type), weight);
        return graph.As(name + "/wide", result, type, Sums);
    }

    /// <summary>The root mean square norm of the first states.</summary>
    public string Norm(string name, string x, string weight) => graph.Norm(name, x, weight, config.LayerNormEpsilon, Sums);

    /// <summary>Adds a layer's result to the states and norms the sum: one pass over both.</summary>
    /// <returns>The normed sum and the sum.</returns>
    public (string Normed, string Sum) AddNorm(string name, string states, string result, string weight) =>
        graph.AddNorm(name, states, result, weight, config.LayerNormEpsilon, Sums);

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
        string scores = Scores(name + "/scores", queries, keys);
        return graph.Node("MatMul", name + "/weighted", [Softmax(name, scores, bias), values]);
    }

    /// <summary>The softmax of biased scores, computed in float32.</summary>
    /// <param name="name">What the names of the nodes begin with.</param>
    /// <param name="scores">[batch, heads, queries, keys].</param>
    /// <param name="bias">What is added to them, float32; it is broadcast.</param>
    public string Softmax(string name, string scores, string bias)
    {
        string wide = graph.As(name + "/wide_scores", scores, graph.Type, ElementType.Float32);
        string biased = graph.Node("Add", name + "/biased", [wide, bias]);
        string softmax = graph.Node("Softmax", name + "/softmax", [biased], ("axis", -1));
        return graph.As(name + "/narrow_softmax", softmax, ElementType.Float32, graph.Type);
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

        return Output(name + "/wo", inner, weights + ".wo.weight");
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

    /// <summary>The position bias by clamped distance, float32 [distances, heads], from the table by bucket.</summary>
    public string BiasByDistance(string attention, int[] buckets)
    {
        string indices = graph.Constant("position/buckets", [.. buckets.Select(bucket => (long)bucket)]);
        string bias = graph.Node("Gather", "position/bias_by_distance", [graph.Weight(attention + ".relative_attention_bias.weight"), indices]);
        return graph.As("position/wide_bias_by_distance", bias, graph.Type, ElementType.Float32);
    }

    /// <summary>The dimension of a value as a list of one number.</summary>
    public string Dimension(string name, string value, int axis) => graph.Dimension(name, value, axis);

    /// <summary>0, 1, … below a number that is given as a list of one.</summary>
    public string Range(string name, string count) => graph.Range(name, count);
}
