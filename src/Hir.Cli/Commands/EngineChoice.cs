using System.CommandLine;
using System.Globalization;
using Hir.Cli.Display;
using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;

namespace Hir.Cli.Commands;

/// <summary>Which engine runs the model, for commands that only generate or score.</summary>
internal static class EngineChoice
{
    public static Option<string> Option() => new("--engine")
    {
        Description = "ort (ONNX Runtime, default), torch (the learner's model), genai (ONNX Runtime GenAI, decoder-only models)",
        DefaultValueFactory = _ => "ort",
    };

    public static bool IsTorch(string engine, string model) => engine switch
    {
        "ort" => false,
        "torch" => true,
        "genai" => throw new InputException(
            $"--engine genai: ONNX Runtime GenAI opens decoder-only models, and {model} is an encoder-decoder; use --engine ort"),
        _ => throw new InputException($"--engine {engine}: not an engine; give ort, torch or genai"),
    };

    public static ISequenceEngine OpenOrt(ModelFolder model, ParseResult parsed, Terminal terminal) => OrtEngine.Open(
        model,
        new EngineOptions
        {
            Device = CommonOptions.DeviceOf(parsed), Threads = CommonOptions.ThreadsOf(parsed), Warn = terminal.Warn, Detail = terminal.Detail,
        });

    public static Action<DecodingProgress> Progress(Terminal terminal, string phase, string unit) => p => terminal.Report(
        new PhaseProgress(
            phase, null, p.Done, p.Total, unit, string.Create(CultureInfo.InvariantCulture, $"{p.TokensPerSecond:N0} tokens/s")));
}
