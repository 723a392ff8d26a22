using Hir.Learner.Parameters;
using Hir.Shared.Weights.Architectures;
using static TorchSharp.torch;

namespace Hir.Learner.Models;

/// <summary>A network that says which tokens follow a prompt. Tokens are rows of a matrix wherever no attention is computed.</summary>
internal abstract class LanguageModel : IDisposable
{
    /// <summary>Creates a model with all weights zero.</summary>
    /// <param name="config">The network.</param>
    /// <param name="layout">Its weights.</param>
    /// <param name="device">Where they will be.</param>
    /// <param name="dtype">Their type and that of the activations.</param>
    /// <param name="trainable">Whether there are gradients; without, the model takes half the memory.</param>
    protected LanguageModel(ModelConfig config, ParameterLayout layout, Device device, ScalarType dtype, bool trainable)
    {
        (Config, Device, Dtype) = (config, device, dtype);
        Parameters = new FlatParameters(layout, dtype, device, trainable);
    }

    /// <summary>The configuration.</summary>
    public ModelConfig Config { get; }

    /// <summary>Where the weights are.</summary>
    public Device Device { get; }

    /// <summary>The type of weights and activations: float32, or float64 for exact comparisons.</summary>
    public ScalarType Dtype { get; }

    /// <summary>The weights and their gradients.</summary>
    public FlatParameters Parameters { get; }

    /// <summary>The share of activations that training drops; 0 is off. Set around a training forward only.</summary>
    public double Dropout { get; set; }

    /// <summary>Reads prompts.</summary>
    /// <param name="ids">Token ids [prompts * length], prompt after prompt.</param>
    /// <param name="lengths">Tokens of each prompt, at least one; what follows is padding.</param>
    /// <param name="length">The padded length.</param>
    public abstract IReadPrompts Read(long[] ids, IReadOnlyList<int> lengths, int length);

    /// <summary>The width of the hidden states.</summary>
    public abstract int Width { get; }

    /// <summary>Hidden states after the final norm.</summary>
    /// <param name="hidden">What <see cref="IReadPrompts.Continue"/> returned, or some of its rows.</param>
    /// <returns>[rows, width].</returns>
    public abstract Tensor Normed(Tensor hidden);

    /// <summary>The vocabulary's logits at some positions.</summary>
    /// <param name="hidden">What <see cref="IReadPrompts.Continue"/> returned, or some of its rows.</param>
    /// <returns>[rows, vocab_size].</returns>
    public abstract Tensor Logits(Tensor hidden);

    public void Dispose() => Parameters.Dispose();

    protected Tensor Linear(Tensor x, string weight) => nn.functional.linear(x, Parameters[weight]);

    protected Tensor Dropped(Tensor x) => Dropout > 0 ? nn.functional.dropout(x, Dropout) : x;

    /// <summary>The residual connection: x plus a product.</summary>
    protected Tensor PlusLinear(Tensor x, Tensor input, string weight) =>
        Dropout > 0 ? x + Dropped(Linear(input, weight)) : x.addmm(input, Parameters[weight].t());

    /// <summary>
    /// The root mean square norm over the last dimension; the mean square is float32 whatever the model's type, as in Transformers.
    /// </summary>
    protected Tensor Norm(Tensor x, string weight, double epsilon)
    {
        Tensor meanSquare = (Dtype == ScalarType.Float32 ? x : x.to(ScalarType.Float32)).pow(2).mean([-1L], true);
        return Parameters[weight] * (x * meanSquare.add(epsilon).rsqrt());
    }
}

/// <summary>Prompts that were read, to be continued. Its tensors belong to the dispose scope that was open when they were read.</summary>
internal interface IReadPrompts
{
    /// <summary>Runs whole outputs after the prompts, with nothing cached.</summary>
    /// <param name="inputs">
    /// [prompts * groups * length]: prompt after prompt, within it output after output. An output's row holds what precedes its first token
    /// (the decoder's start token; without meaning in a decoder-only model, where that is the prompt's last token) and then its tokens but
    /// the last.
    /// </param>
    /// <param name="groups">How many outputs each prompt has.</param>
    /// <param name="length">The padded length of the outputs.</param>
    /// <returns>The hidden states that predict the outputs' tokens, before the final norm: [prompts * groups * length, width].</returns>
    Tensor Continue(long[] inputs, int groups, int length);
}
