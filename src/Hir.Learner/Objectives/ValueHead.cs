using Hir.Learner.Parameters;
using Hir.Learner.Training;
using static TorchSharp.torch;

namespace Hir.Learner.Objectives;

/// <summary>
/// V_t = w . h_t + b, h_t the decoder's normed hidden state that predicts output token t: what score is to be expected from there on. It
/// has
/// weights and moments of its own, begins at 0, lies in checkpoints and is never published.
/// </summary>
internal sealed class ValueHead : IDisposable
{
    private const string Weight = "weight";
    private const string Bias = "bias";

    /// <summary>Creates a head that says 0.</summary>
    /// <param name="width">The hidden states' width.</param>
    /// <param name="dtype">Their type.</param>
    /// <param name="device">Where they are.</param>
    public ValueHead(long width, ScalarType dtype, Device device)
    {
        ParameterLayout layout = new();
        layout.Add(Weight, [1, width]);
        layout.Add(Bias, [1]);
        Parameters = new FlatParameters(layout, dtype, device);
        Optimizer = new FlatAdamW(Parameters.Values);
    }

    /// <summary>w and b.</summary>
    public FlatParameters Parameters { get; }

    /// <summary>Their moments.</summary>
    public FlatAdamW Optimizer { get; }

    /// <summary>V_0 of the iteration that was begun last, output after output: a continued iteration cannot compute it again.</summary>
    public float[] StartValues { get; set; } = [];

    /// <summary>The values.</summary>
    /// <param name="normed">[tokens, width].</param>
    /// <returns>[tokens].</returns>
    public Tensor Values(Tensor normed) => nn.functional.linear(normed, Parameters[Weight], Parameters[Bias]).squeeze(1);

    public void Dispose()
    {
        Parameters.Dispose();
        Optimizer.Dispose();
    }
}
