using Hir.Learner.Parameters;
using Hir.Shared.Weights.Architectures;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Hir.Learner.Models;

/// <summary>
/// A decoder-only network of the Llama kind (Llama, Qwen2, Qwen3): an output continues its prompt in one sequence, padded at the end, where
/// no earlier token sees it. The order of operations is that of Transformers: norms and softmax in float32 whatever the model's type.
/// </summary>
internal sealed class DecoderModel : LanguageModel
{
    private readonly float[] _frequencies;

    /// <summary>Creates a model with all weights zero.</summary>
    public DecoderModel(DecoderConfig config, Device device, ScalarType dtype, bool trainable)
        : base(config, Layout(config), device, dtype, trainable)
    {
        Config = config;
        _frequencies = config.Rope.Frequencies(config.HeadDim);
    }

    /// <summary>The configuration.</summary>
    public new DecoderConfig Config { get; }

    public override int Width => Config.HiddenSize;

    /// <summary>Query heads that share a head of keys and values.</summary>
    private int Group => Config.NumAttentionHeads / Config.NumKeyValueHeads;

    public override IReadPrompts Read(long[] ids, IReadOnlyList<int> lengths, int length) => new Prompts(this, ids, lengths, length);

    public override Tensor Normed(Tensor hidden) => Norm(hidden, DecoderParameters.FinalNorm);

    public override Tensor Logits(Tensor hidden) => Linear(Normed(hidden), DecoderParameters.Head);

    private static ParameterLayout Layout(DecoderConfig config)
    {
        ParameterLayout layout = new();
        foreach ((string name, long[] shape) in config.Parameters) layout.Add(name, shape);
        if (config.TieWordEmbeddings) layout.AddUse(DecoderParameters.Head, DecoderParameters.Embedding);
        return layout;
    }

    /// <summary>Runs sequences.</summary>
    /// <param name="ids">Token ids, [rows * length].</param>
    /// <param name="rows">How many sequences.</param>
    /// <param name="length">The padded length.</param>
    /// <param name="wanted">Which of the [rows * length] positions are wanted.</param>
    /// <returns>Their hidden states before the final norm, [wanted, hidden_size].</returns>
    private Tensor Run(long[] ids, int rows, int length, long[] wanted)
    {
        (Tensor cos, Tensor sin) = Rotation(length);
        Tensor causal = full([length, length], float.NegativeInfinity, ScalarType.Float32, Device).triu(1).repeat(Group, 1);
        Tensor x = Dropped(Parameters[DecoderParameters.Embedding].index_select(0, tensor(ids, device: Device)));
        for (int i = 0; i < Config.NumHiddenLayers; i++)
        {
            string layer = DecoderParameters.Layer(i);
            x = Attention($"{layer}.self_attn", x, Norm(x, $"{layer}.input_layernorm.weight"), rows, cos, sin, causal);
            // Nothing after the last attention looks at other positions.
            if (i == Config.NumHiddenLayers - 1) x = x.index_select(0, tensor(wanted, device: Device));
            x = FeedForward($"{layer}.mlp", x, Norm(x, $"{layer}.post_attention_layernorm.weight"));
        }

        return x;
    }

    private Tensor Attention(string name, Tensor x, Tensor input, int rows, Tensor cos, Tensor sin, Tensor causal)
    {
        Tensor query = Heads(Project(input, $"{name}.q_proj"), rows, Config.NumAttentionHeads);
        Tensor key = Heads(Project(input, $"{name}.k_proj"), rows, Config.NumKeyValueHeads);
        Tensor value = Heads(Project(input, $"{name}.v_proj"), rows, Config.NumKeyValueHeads);
        if (Config.QueryKeyNorm)
        {
            query = Norm(query, $"{name}.q_norm.weight");
            key = Norm(key, $"{name}.k_norm.weight");
        }

        // A head of keys and values serves its group's query heads as one longer list of queries: no copies of it are made.
        long length = query.shape[1];
        query = Rotated(query, cos, sin).view(rows, length, Config.NumKeyValueHeads, Group, Config.HeadDim)
            .permute(0, 2, 3, 1, 4).reshape(rows, Config.NumKeyValueHeads, Group * length, Config.HeadDim);
        key = Rotated(key, cos, sin).permute(0, 2, 3, 1);
        Tensor scores = query.matmul(key).mul_(1 / Math.Sqrt(Config.HeadDim)).add_(causal);
        Tensor weights = scores.softmax(-1, ScalarType.Float32);
        if (Dtype != ScalarType.Float32) weights = weights.to(Dtype);
        Tensor attended = Dropped(weights).matmul(value.transpose(1, 2))
            .view(rows, Config.NumKeyValueHeads, Group, length, Config.HeadDim).permute(0, 3, 1, 2, 4).reshape(-1, Config.QueryDim);
        return Plus(x, attended, $"{name}.o_proj");
    }

    private Tensor FeedForward(string name, Tensor x, Tensor input)
    {
        Tensor inner = F.silu(Project(input, $"{name}.gate_proj")) * Project(input, $"{name}.up_proj");
        return Plus(x, Dropped(inner), $"{name}.down_proj");
    }

    /// <summary>x W^T, and the bias where the network has one.</summary>
    private Tensor Project(Tensor x, string name) =>
        Parameters.Has($"{name}.bias")
            ? F.linear(x, Parameters[$"{name}.weight"], Parameters[$"{name}.bias"])
            : Linear(x, $"{name}.weight");

    private Tensor Plus(Tensor x, Tensor input, string name) =>
        Parameters.Has($"{name}.bias") ? x + Dropped(Project(input, name)) : PlusLinear(x, input, $"{name}.weight");

    /// <summary>Transformers rounds the normed states of these networks to float32, where T5's keep their type.</summary>
    private Tensor Norm(Tensor x, string weight)
    {
        if (Dtype == ScalarType.Float32) return Norm(x, weight, Config.RmsNormEps);
        Tensor single = x.to(ScalarType.Float32);
        Tensor normed = single * single.pow(2).mean([-1L], true).add(Config.RmsNormEps).rsqrt();
        return Parameters[weight] * normed.to(Dtype);
    }

    /// <summary>[rows * length, heads * head_dim] to [rows, length, heads, head_dim], a view.</summary>
    private Tensor Heads(Tensor joined, long rows, long heads) => joined.view(rows, -1, heads, Config.HeadDim);

    /// <summary>cos and sin of every position's angles, [length, 1, head_dim / 2].</summary>
    private (Tensor Cos, Tensor Sin) Rotation(int length)
    {
        Tensor angles = arange(length, ScalarType.Float32, Device).unsqueeze(1) * tensor(_frequencies, device: Device).unsqueeze(0);
        angles = angles.unsqueeze(1);
        return (angles.cos().to(Dtype), angles.sin().to(Dtype));
    }

    /// <summary>Turns feature i of the first half of each head with feature i of the second.</summary>
    private static Tensor Rotated(Tensor x, Tensor cos, Tensor sin)
    {
        long half = x.shape[^1] / 2;
        Tensor first = x.narrow(-1, 0, half);
        Tensor second = x.narrow(-1, half, half);
        return cat([(first * cos) - (second * sin), (second * cos) + (first * sin)], -1);
    }

    /// <summary>Prompts that outputs are put after; nothing is computed before.</summary>
    private sealed class Prompts(DecoderModel model, long[] ids, IReadOnlyList<int> lengths, int length) : IReadPrompts
    {
        public Tensor Continue(long[] inputs, int groups, int outputLength)
        {
            int rows = lengths.Count * groups;
            int padded = length + outputLength - 1;
            long[] sequences = new long[rows * padded];
            long[] wanted = new long[rows * outputLength];
            for (int row = 0; row < rows; row++)
            {
                int prompt = row / groups;
                int own = lengths[prompt];
                Span<long> sequence = sequences.AsSpan(row * padded, padded);
                ids.AsSpan(prompt * length, own).CopyTo(sequence);
                // The first input stands for what precedes the output, and here that is the prompt's last token.
                inputs.AsSpan((row * outputLength) + 1, outputLength - 1).CopyTo(sequence[own..]);
                for (int t = 0; t < outputLength; t++) wanted[(row * outputLength) + t] = ((long)row * padded) + own - 1 + t;
            }

            return model.Run(sequences, rows, padded, wanted);
        }
    }
}
