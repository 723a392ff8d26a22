using Hir.Shared.Weights.Architectures;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Hir.Learner.Models;

/// <summary>
/// T5 as a decoder of one output a prompt, or of several that share the prompt's encoding: v1.0 (relu, tied embeddings) and v1.1/FLAN
/// (gated gelu, untied). Tokens are rows of a matrix wherever no attention is computed. Attention is not scaled, position biases are shared
/// by a stack's layers, norms have no mean and no bias; mean squares and softmax are float32 whatever the model's type, as in Transformers,
/// whose order of operations this follows.
/// </summary>
internal sealed class T5Model : LanguageModel
{
    private const float Masked = -1e9f;

    private readonly int[] _encoderBuckets;
    private readonly int[] _decoderBuckets;
    private readonly bool _composedGelu;

    /// <summary>Creates a model with all weights zero.</summary>
    public T5Model(T5Config config, Device device, ScalarType dtype = ScalarType.Float32, bool trainable = true)
        : base(config, T5Layout.Create(config), device, dtype, trainable)
    {
        Config = config;
        _encoderBuckets = T5RelativePositions.EncoderBuckets(config);
        _decoderBuckets = T5RelativePositions.DecoderBuckets(config);
        _composedGelu = ComputeType.IsVerySmall(config);
    }

    /// <summary>The configuration.</summary>
    public new T5Config Config { get; }

    public override int Width => Config.DModel;

    public override IReadPrompts Read(long[] ids, IReadOnlyList<int> lengths, int length) =>
        new Encoded(this, Encode(tensor(ids, device: Device), lengths, length));

    /// <summary>Runs the encoder.</summary>
    /// <param name="ids">Token ids, int64 [count * length], prompt after prompt.</param>
    /// <param name="lengths">Tokens of each prompt; what follows is padding.</param>
    /// <param name="length">The padded length.</param>
    private EncodedPrompts Encode(Tensor ids, IReadOnlyList<int> lengths, int length)
    {
        int count = lengths.Count;
        Tensor? padding = Padding(lengths, length);
        Tensor bias = PositionBias("encoder", length, bidirectional: true);
        if (padding is not null) bias = bias + padding;

        Tensor x = Dropped(Parameters[T5Layout.Embeddings].index_select(0, ids));
        for (int i = 0; i < Config.NumLayers; i++)
        {
            x = SelfAttention(T5Layout.Sublayer("encoder", i, 0), x, bias, count);
            x = FeedForward(T5Layout.Sublayer("encoder", i, 1), x);
        }

        x = Dropped(Norm(x, T5Layout.FinalNorm("encoder")));
        (Tensor, Tensor)[] keysValues = [.. Enumerable.Range(0, Config.NumDecoderLayers).Select(i =>
        {
            string attention = $"{T5Layout.Sublayer("decoder", i, 1)}.EncDecAttention";
            return (Heads(Linear(x, $"{attention}.k.weight"), count), Heads(Linear(x, $"{attention}.v.weight"), count));
        })];
        return new EncodedPrompts(count, keysValues, padding);
    }

    /// <summary>Runs the decoder on whole outputs, with nothing cached.</summary>
    /// <param name="prompts">The encoded prompts.</param>
    /// <param name="ids">Decoder input ids, int64 [prompts * groups * length]: prompt after prompt, within it output after output.</param>
    /// <param name="groups">How many outputs each prompt has.</param>
    /// <param name="length">The padded length of the outputs. Padding needs no mask: it comes last, and positions see only earlier
    /// ones.</param>
    /// <returns>Hidden states before the final norm, [prompts * groups * length, d_model].</returns>
    private Tensor Decode(EncodedPrompts prompts, Tensor ids, int groups, int length)
    {
        Tensor causal = full([length, length], Masked, ScalarType.Float32, Device).triu(1);
        Tensor bias = PositionBias("decoder", length, bidirectional: false) + causal;
        Tensor x = Dropped(Parameters[T5Layout.DecoderEmbeddings].index_select(0, ids));
        for (int i = 0; i < Config.NumDecoderLayers; i++)
        {
            x = SelfAttention(T5Layout.Sublayer("decoder", i, 0), x, bias, prompts.Count * groups);
            x = CrossAttention(T5Layout.Sublayer("decoder", i, 1), x, prompts, i);
            x = FeedForward(T5Layout.Sublayer("decoder", i, 2), x);
        }

        return x;
    }

    public override Tensor Normed(Tensor hidden) => Norm(hidden, T5Layout.FinalNorm("decoder"));

    public override Tensor Logits(Tensor hidden)
    {
        Tensor output = Dropped(Normed(hidden));
        if (Config.TieWordEmbeddings) output = output.mul(1.0 / Math.Sqrt(Config.DModel));
        return Linear(output, T5Layout.Head);
    }

    private Tensor SelfAttention(string sublayer, Tensor x, Tensor bias, int rows)
    {
        Tensor input = Norm(x, $"{sublayer}.layer_norm.weight");
        string attention = $"{sublayer}.SelfAttention";
        Tensor query = Heads(Linear(input, $"{attention}.q.weight"), rows);
        Tensor keys = Heads(Linear(input, $"{attention}.k.weight"), rows);
        Tensor values = Heads(Linear(input, $"{attention}.v.weight"), rows);
        return PlusLinear(x, Attend(query, keys, values, bias), $"{attention}.o.weight");
    }

    /// <summary>All outputs of a prompt attend to its one copy of keys and values.</summary>
    private Tensor CrossAttention(string sublayer, Tensor x, EncodedPrompts prompts, int layer)
    {
        string attention = $"{sublayer}.EncDecAttention";
        Tensor query = Heads(Linear(Norm(x, $"{sublayer}.layer_norm.weight"), $"{attention}.q.weight"), prompts.Count);
        (Tensor keys, Tensor values) = prompts.KeysValues[layer];
        return PlusLinear(x, Attend(query, keys, values, prompts.Padding), $"{attention}.o.weight");
    }

    private Tensor Attend(Tensor query, Tensor keys, Tensor values, Tensor? bias)
    {
        Tensor scores = query.matmul(keys.transpose(3, 2));
        if (bias is not null) scores.add_(bias);
        Tensor weights = scores.softmax(-1, ScalarType.Float32);
        if (Dtype != ScalarType.Float32) weights = weights.to(Dtype);
        Tensor attended = Dropped(weights).matmul(values);
        return attended.transpose(1, 2).reshape(-1, Config.InnerDim);
    }

    private Tensor FeedForward(string sublayer, Tensor x)
    {
        Tensor input = Norm(x, $"{sublayer}.layer_norm.weight");
        string dense = $"{sublayer}.DenseReluDense";
        Tensor inner = Config.IsGated
            ? Gelu(Linear(input, $"{dense}.wi_0.weight")) * Linear(input, $"{dense}.wi_1.weight")
            : Linear(input, $"{dense}.wi.weight").relu();
        return PlusLinear(x, Dropped(inner), $"{dense}.wo.weight");
    }

    /// <summary>The tanh approximation: one kernel, or the operations that Transformers composes it of, which round differently.</summary>
    private Tensor Gelu(Tensor x)
    {
        if (!_composedGelu) return F.gelu(x, GELU.Approximate.tanh);
        return x.mul(0.5) * ((x + x.pow(3.0).mul(0.044715)).mul(Math.Sqrt(2 / Math.PI)).tanh() + 1.0);
    }

    private Tensor Norm(Tensor x, string weight) => Norm(x, weight, Config.LayerNormEpsilon);

    /// <summary>[rows * length, heads * d_kv] to [rows, heads, length, d_kv], a view.</summary>
    private Tensor Heads(Tensor joined, long rows) => joined.view(rows, -1, Config.NumHeads, Config.DKv).transpose(1, 2);

    /// <summary>The stack's position bias, [1, heads, length, length].</summary>
    private Tensor PositionBias(string stack, int length, bool bidirectional)
    {
        int most = Config.RelativeAttentionMaxDistance;
        long[] buckets = new long[length * length];
        for (int query = 0; query < length; query++)
        {
            for (int key = 0; key < length; key++)
            {
                buckets[query * length + key] = bidirectional
                    ? _encoderBuckets[Math.Clamp(key - query, -most, most) + most]
                    : _decoderBuckets[Math.Clamp(query - key, 0, most)];
            }
        }

        Tensor values = Parameters[T5Layout.Bias(stack)].index_select(0, tensor(buckets, device: Device));
        return values.view(length, length, Config.NumHeads).permute(2, 0, 1).unsqueeze(0);
    }

    /// <summary>0 where a prompt has a token and a large negative number elsewhere, [count, 1, 1, length]; null where nothing is
    /// padded.</summary>
    private Tensor? Padding(IReadOnlyList<int> lengths, int length)
    {
        if (lengths.All(l => l == length)) return null;
        float[] mask = new float[lengths.Count * length];
        for (int i = 0; i < lengths.Count; i++) mask.AsSpan(i * length + lengths[i], length - lengths[i]).Fill(Masked);
        return tensor(mask, [lengths.Count, 1, 1, length], device: Device);
    }

    /// <summary>Prompts as the encoder left them.</summary>
    private sealed class Encoded(T5Model model, EncodedPrompts prompts) : IReadPrompts
    {
        public Tensor Continue(long[] inputs, int groups, int length) =>
            model.Decode(prompts, tensor(inputs, device: model.Device), groups, length);
    }
}
