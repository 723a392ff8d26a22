using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Engines;

/// <summary>A session's inputs and outputs, bound once and run many times.</summary>
internal sealed class TensorBinding(InferenceSession session) : IDisposable
{
    private readonly OrtIoBinding _binding = session.CreateIoBinding();
    private readonly RunOptions _runOptions = new();
    private readonly List<OrtValue> _values = [];

    /// <summary>Forgets what was bound.</summary>
    public void Clear()
    {
        _binding.ClearBoundInputs();
        _binding.ClearBoundOutputs();
        foreach (OrtValue value in _values) value.Dispose();
        _values.Clear();
    }

    /// <summary>Binds an input to memory that the caller owns and keeps in place until <see cref="Clear"/>.</summary>
    public void Input(string name, OrtValue value)
    {
        _values.Add(value);
        _binding.BindInput(name, value);
    }

    /// <summary>Binds an output likewise. Outputs that are not bound are not produced.</summary>
    public void Output(string name, OrtValue value)
    {
        _values.Add(value);
        _binding.BindOutput(name, value);
    }

    /// <summary>Binds a decoder-only network's cache, as past and as present: the graph appends to it in place.</summary>
    public void Cache(AttentionCache cache)
    {
        for (int t = 0; t < cache.Tensors; t++)
        {
            Input(GraphNames.PastInput(t), cache.Tensor(t));
            Output(GraphNames.PresentOutput(t), cache.Tensor(t));
        }
    }

    /// <summary>Runs the session over what is bound.</summary>
    public void Run()
    {
        _binding.SynchronizeBoundInputs();
        session.RunWithBinding(_runOptions, _binding);
        _binding.SynchronizeBoundOutputs();
    }

    public void Dispose()
    {
        Clear();
        _binding.Dispose();
        _runOptions.Dispose();
    }
}
