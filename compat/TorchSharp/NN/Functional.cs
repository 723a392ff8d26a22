namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public enum Reduction
        {
            None,
            Mean,
            Sum,
        }

        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Native.linear(input, weights, bias);

            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                Native.layer_norm(input, normalized_shape, weight, bias, eps);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Native.softmax(input, dim, Code(dtype));

            public static Tensor log_softmax(Tensor x, long dim) => Native.log_softmax(x, dim, -1);

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? Native.relu_(x) : Native.relu(x);

            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? Native.silu_(x) : Native.silu(x);

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? Native.tanh_(x) : Native.tanh(x);

            public static Tensor sigmoid(Tensor x) => Native.sigmoid(x);

            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? Native.sigmoid_(x) : Native.sigmoid(x);

            public static Tensor gelu(Tensor x) => x.gelu();

            public static Tensor gelu(Tensor x, bool inplace) => inplace ? x.gelu_() : x.gelu();

            public static Tensor gelu(Tensor x, Modules.GELU.Approximate approximate, bool inplace = false) =>
                inplace ? x.gelu_(approximate) : x.gelu(approximate);

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            public static Tensor logsigmoid(Tensor x) => x.log_sigmoid();

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? Native.leaky_relu_(input, negative_slope) : Native.leaky_relu(input, negative_slope);

            /// <summary>Note that training is on unless said otherwise.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? Native.dropout_(input, p, training) : Native.dropout(input, p, training);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Native.one_hot(x, num_classes);

            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12)
            {
                using DisposeScope scope = NewDisposeScope();
                return (input / Native.norm_dim(input, p, dim, true).clamp_min(eps).expand_as(input)).MoveToOuterDisposeScope();
            }

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                mode switch
                {
                    PaddingModes.Constant => Native.pad_constant(input, pad, value),
                    PaddingModes.Zeros => Native.pad_constant(input, pad, 0),
                    PaddingModes.Reflect => Native.pad_mode(input, pad, 1),
                    PaddingModes.Replicate => Native.pad_mode(input, pad, 2),
                    _ => throw new NotImplementedException($"Padding mode {mode}."),
                };

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (ReadOnlySpan<long>)pad, mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (ReadOnlySpan<long>)[pad.Item1, pad.Item2], mode, value);

            /// <summary>
            /// softmax(q kᵀ / sqrt(d) + mask) v, composed of its steps. A bool mask is true where a query attends; a float mask is added.
            /// A row that attends to nothing gives NaN.
            /// </summary>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
            {
                if (p < 0) throw new ArgumentException("Dropout probability must be greater than or equal to zero.", nameof(p));
                if (is_casual && attn_mask is not null)
                    throw new ArgumentException("Causal attention takes no mask of its own.", nameof(attn_mask));
                using DisposeScope scope = NewDisposeScope();
                Tensor scores = query.matmul(key.transpose(-2, -1)) * (1 / Math.Sqrt(query.shape[^1]));
                if (is_casual)
                {
                    long[] shape = scores.shape;
                    Tensor hidden = ones([shape[^2], shape[^1]], ScalarType.Bool, scores.device).triu(1);
                    scores = scores.masked_fill(hidden, double.NegativeInfinity);
                }
                else if (attn_mask is { dtype: ScalarType.Bool })
                {
                    scores = scores.masked_fill(attn_mask.logical_not(), double.NegativeInfinity);
                }
                else if (attn_mask is not null)
                {
                    scores += attn_mask;
                }

                Tensor weights = scores.softmax(-1);
                if (p > 0) weights = dropout(weights, p);
                return weights.matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}
