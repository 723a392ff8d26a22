using Hir.Sampler.Engines;
using Hir.Shared;
using Hir.Shared.Tokenization;
using Microsoft.ML.OnnxRuntime;

namespace Hir.Sampler.Feedback;

/// <summary>
/// A text classification graph: token ids in, a row of logits a text out. It may be called from several threads. Such graphs come from
/// other exporters and hold operators that Hir's own do not, so they are not checked as those are: a configuration names a network that
/// its author trusts.
/// </summary>
internal sealed class ClassifierSession : IDisposable
{
    private const string Ids = "input_ids";
    private const string Mask = "attention_mask";
    private const string Types = "token_type_ids";
    private const string Positions = "position_ids";
    private const string Logits = "logits";

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _inputs;
    private readonly string _output;

    private ClassifierSession(InferenceSession session, string[] inputs, string output) =>
        (_session, _inputs, _output) = (session, inputs, output);

    /// <summary>Opens a graph.</summary>
    /// <exception cref="InputException">It cannot be opened, or is no text classification graph, or the device cannot be had.</exception>
    public static ClassifierSession Open(string path, EngineOptions options)
    {
        InferenceSession session = SessionFactory.OpenForeign(path, options);
        string[] inputs = [.. session.InputMetadata.Keys];
        List<string> problems =
        [
            .. inputs.Except([Ids, Mask, Types, Positions])
                .Select(i => $"{path}: it has an input '{i}', which a text classification graph has not."),
            .. session.InputMetadata.Where(i => i.Value.ElementType != typeof(long))
                .Select(i => $"{path}: its input '{i.Key}' is {i.Value.ElementType}; int64 is read."),
        ];
        string? output = session.OutputMetadata.ContainsKey(Logits) ? Logits
            : session.OutputMetadata.Count == 1 ? session.OutputMetadata.Keys.First() : null;
        if (!inputs.Contains(Ids)) problems.Add($"{path}: it has no input '{Ids}'; export the network for text classification.");
        if (output is null) problems.Add($"{path}: it has no output '{Logits}'; export the network for text classification.");
        else if (session.OutputMetadata[output].ElementType != typeof(float))
        {
            problems.Add($"{path}: its output '{output}' is {session.OutputMetadata[output].ElementType}; export the network in float32.");
        }

        if (problems.Count == 0) return new ClassifierSession(session, inputs, output!);
        session.Dispose();
        throw new InputException(problems);
    }

    /// <summary>The logits of a text, one a label.</summary>
    /// <param name="text">At least one token.</param>
    public float[] Run(JoinedIds text)
    {
        List<OrtValue> values = [];
        try
        {
            foreach (string input in _inputs) values.Add(OrtValue.CreateTensorValueFromMemory(Content(input, text), [1, text.Ids.Length]));
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_run, _inputs, values, [_output]);
            float[] logits = outputs[0].GetTensorDataAsSpan<float>().ToArray();
            return logits.Length > 0 ? logits : throw new InvalidDataException("the network gave no logit");
        }
        finally
        {
            foreach (OrtValue value in values) value.Dispose();
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static long[] Content(string input, JoinedIds text) => input switch
    {
        Ids => Array.ConvertAll(text.Ids, id => (long)id),
        Mask => [.. Enumerable.Repeat(1L, text.Ids.Length)],
        Types => Array.ConvertAll(text.TypeIds, type => (long)type),
        _ => [.. Enumerable.Range(0, text.Ids.Length).Select(position => (long)position)],
    };
}
