using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Sampler.Tests.Export;

/// <summary>
/// A decoder-only network written down as the papers have it, token by token in double precision: no cache, no batch, no fused operator.
/// What the graphs compute is held against it.
/// </summary>
internal sealed class PlainDecoder(string folder)
{
    private readonly DecoderConfig _config = (DecoderConfig)ModelConfig.Load(folder);
    private readonly Dictionary<string, float[]> _weights = Load(folder);

    /// <summary>The logits after every token of a sequence.</summary>
    public double[][] Logits(int[] tokens)
    {
        double[][] states = [.. tokens.Select(id => Row(DecoderParameters.Embedding, id, _config.HiddenSize))];
        for (int i = 0; i < _config.NumHiddenLayers; i++)
        {
            string layer = DecoderParameters.Layer(i);
            double[][] attended = Attention([.. states.Select(x => Norm(x, $"{layer}.input_layernorm.weight"))], $"{layer}.self_attn");
            states = [.. states.Zip(attended, Add)];
            states = [.. states.Select(x => Add(x, FeedForward(Norm(x, $"{layer}.post_attention_layernorm.weight"), $"{layer}.mlp")))];
        }

        string head = _config.TieWordEmbeddings ? DecoderParameters.Embedding : DecoderParameters.Head;
        return [.. states.Select(x => Product(Norm(x, DecoderParameters.FinalNorm), head))];
    }

    private double[][] Attention(double[][] x, string module)
    {
        int width = _config.HeadDim;
        int group = _config.NumAttentionHeads / _config.NumKeyValueHeads;
        double[][][] queries = [.. x.Select((v, at) => Heads(v, $"{module}.q_proj", $"{module}.q_norm.weight", at))];
        double[][][] keys = [.. x.Select((v, at) => Heads(v, $"{module}.k_proj", $"{module}.k_norm.weight", at))];
        double[][][] values = [.. x.Select(v => Linear(v, $"{module}.v_proj").Chunk(width).ToArray())];
        return
        [
            .. x.Select((_, at) =>
            {
                double[] joined = new double[_config.QueryDim];
                for (int h = 0; h < _config.NumAttentionHeads; h++)
                {
                    double[] weights =
                        [.. Enumerable.Range(0, at + 1).Select(t => Math.Exp(Dot(queries[at][h], keys[t][h / group]) / Math.Sqrt(width)))];
                    double sum = weights.Sum();
                    for (int t = 0; t <= at; t++)
                    {
                        for (int d = 0; d < width; d++) joined[(h * width) + d] += weights[t] / sum * values[t][h / group][d];
                    }
                }

                return Linear(joined, $"{module}.o_proj");
            }),
        ];
    }

    private double[][] Heads(double[] x, string projection, string norm, int position)
    {
        double[][] heads = [.. Linear(x, projection).Chunk(_config.HeadDim)];
        if (_config.QueryKeyNorm) heads = [.. heads.Select(head => Norm(head, norm))];
        float[] frequencies = _config.Rope.Frequencies(_config.HeadDim);
        int half = _config.HeadDim / 2;
        foreach (double[] head in heads)
        {
            for (int i = 0; i < half; i++)
            {
                (double sin, double cos) = Math.SinCos(position * (double)frequencies[i]);
                (head[i], head[i + half]) = ((head[i] * cos) - (head[i + half] * sin), (head[i + half] * cos) + (head[i] * sin));
            }
        }

        return heads;
    }

    private double[] FeedForward(double[] x, string module)
    {
        double[] gate = Linear(x, $"{module}.gate_proj");
        double[] up = Linear(x, $"{module}.up_proj");
        return Linear([.. gate.Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u)], $"{module}.down_proj");
    }

    private double[] Norm(double[] x, string weight)
    {
        double scale = 1 / Math.Sqrt((x.Sum(v => v * v) / x.Length) + _config.RmsNormEps);
        float[] w = _weights[weight];
        return [.. x.Select((v, i) => v * scale * w[i])];
    }

    private double[] Linear(double[] x, string module)
    {
        double[] result = Product(x, module + ".weight");
        return _weights.TryGetValue(module + ".bias", out float[]? bias) ? [.. result.Select((v, i) => v + bias[i])] : result;
    }

    private double[] Product(double[] x, string weight) =>
        [.. Enumerable.Range(0, _weights[weight].Length / x.Length).Select(row => Dot(x, Row(weight, row, x.Length)))];

    private double[] Row(string weight, int row, int width) =>
        [.. _weights[weight].AsSpan(row * width, width).ToArray().Select(v => (double)v)];

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static Dictionary<string, float[]> Load(string folder)
    {
        using CheckpointWeights weights = CheckpointWeights.Open(folder);
        return weights.Tensors.ToDictionary(pair => pair.Key, pair =>
        {
            float[] values = new float[pair.Value.Entry.Count];
            pair.Value.CopyAsFloat32(0, values);
            return values;
        });
    }
}
