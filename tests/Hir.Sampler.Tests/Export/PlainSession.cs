using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Tests.Export;

/// <summary>
/// A graph on one thread, opened the plainest way, so that the tests of the graphs depend on nothing else of the sampler.
/// </summary>
internal sealed class PlainSession : IDisposable
{
    private readonly RunOptions _run = new();

    public PlainSession(string path, Action<SessionOptions>? configure = null)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING,
        };
        configure?.Invoke(options);
        Session = new InferenceSession(path, options);
    }

    public InferenceSession Session { get; }

    public void Dispose()
    {
        _run.Dispose();
        Session.Dispose();
    }

    /// <summary>One run; all outputs by name, which are floats. The inputs are disposed.</summary>
    public Dictionary<string, PlainTensor<float>> Run(Dictionary<string, OrtValue> inputs)
    {
        try
        {
            string[] names = [.. Session.OutputMetadata.Keys];
            using IDisposableReadOnlyCollection<OrtValue> outputs = Session.Run(_run, inputs.Keys, inputs.Values, names);
            return names.Zip(outputs).ToDictionary(
                pair => pair.First,
                pair => new PlainTensor<float>(
                    pair.Second.GetTensorDataAsSpan<float>().ToArray(), pair.Second.GetTensorTypeAndShape().Shape));
        }
        finally
        {
            foreach (OrtValue value in inputs.Values) value.Dispose();
        }
    }

    /// <summary>One run over memory that is bound.</summary>
    public void Run(OrtIoBinding binding) => Session.RunWithBinding(_run, binding);
}
