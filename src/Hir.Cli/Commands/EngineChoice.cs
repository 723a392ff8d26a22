using System.CommandLine;
using System.Globalization;
using Hir.Cli.Display;
using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Sampler.Engines.GenAi;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;

namespace Hir.Cli.Commands;

/// <summary>Which engine runs the model, for commands that only generate or score.</summary>
internal static class EngineChoice
{
    public const string Ort = "ort", Torch = "torch", GenAi = "genai";

    /// <summary>The option of a command that generates.</summary>
    public static Option<string> ToGenerate() =>
        Option("ort (ONNX Runtime, default), torch (the learner's model), genai (ONNX Runtime GenAI, decoder-only models)");

    /// <summary>The option of a command that scores.</summary>
    public static Option<string> ToScore() => Option("ort (ONNX Runtime, default) or torch (the learner's model)");

    /// <summary>Refuses a variant for an engine that runs none.</summary>
    public static void RequireVariantRuns(string engine, string? variant)
    {
        if (engine != Ort && variant is not null)
            throw new InputException($"--variant {variant}: quantized variants run with --engine ort, not with {engine}; leave one of the two out");
    }

    /// <summary>The engine to generate with.</summary>
    public static string Generating(string engine) => engine is Ort or Torch or GenAi
        ? engine
        : throw new InputException($"--engine {engine}: not an engine; give ort, torch or genai");

    /// <summary>The engine to score with.</summary>
    public static string Scoring(string engine) => engine switch
    {
        Ort or Torch => engine,
        GenAi => throw new InputException("--engine genai: ONNX Runtime GenAI generates and does not score outputs; give ort or torch"),
        _ => throw new InputException($"--engine {engine}: not an engine; give ort or torch"),
    };

    public static ISequenceEngine OpenOrt(ModelFolder model, ParseResult parsed, Terminal terminal)
    {
        ModelInUse.MarkUntilExit(model.Path);
        return OrtEngine.Open(model, Options(parsed, terminal));
    }

    public static ISequenceEngine OpenGenAi(ModelFolder model, int maxNewTokens, ParseResult parsed, Terminal terminal)
    {
        ModelInUse.MarkUntilExit(model.Path);
        return GenAiEngine.Open(model, maxNewTokens, Options(parsed, terminal));
    }

    public static Action<DecodingProgress> Progress(Terminal terminal, string phase, string unit) => p => terminal.Report(
        new PhaseProgress(
            phase, null, p.Done, p.Total, unit, string.Create(CultureInfo.InvariantCulture, $"{p.TokensPerSecond:N0} tokens/s")));

    private static Option<string> Option(string description) =>
        new("--engine") { Description = description, DefaultValueFactory = _ => Ort };

    private static EngineOptions Options(ParseResult parsed, Terminal terminal) =>
        new()
        {
            Device = CommonOptions.DeviceOf(parsed), Threads = CommonOptions.ThreadsOf(parsed), Warn = terminal.Warn,
            Detail = terminal.Detail, Variant = parsed.GetValue(VariantOption.Variant),
        };
}
