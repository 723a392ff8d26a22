using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Learner.Engines;
using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Hir.Shared.JsonLines;

namespace Hir.Cli.Commands;

/// <summary>`hir generate`: outputs for prompts.</summary>
internal static class GenerateCommand
{
    private static readonly Option<string> Model = new("--model") { Description = "a model folder", Required = true };
    private static readonly Option<string> Prompts = new("--prompts")
    {
        Description = "JSONL with `prompt` or `prompt_token_ids` in each line",
        Required = true,
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "the JSONL file to write: the input's fields with `outputs`",
        Required = true,
    };
    private static readonly Option<string> Engine = EngineChoice.ToGenerate();
    private static readonly Option<string?> Variant = new("--variant") { Description = "a quantized variant of the model" };
    private static readonly SamplingOptions Sampling = new();

    public static Command Create()
    {
        var command = new Command("generate", """
            Generates outputs for prompts.

            Examples:
              hir generate --model data/base --prompts prompts.jsonl --out outputs.jsonl --temperature 0
              hir generate --model data/base --prompts prompts.jsonl --out outputs.jsonl --samples 8 --seed 3
              hir generate --model models/qwen --prompts prompts.jsonl --out outputs.jsonl --engine genai
            """) { Model, Prompts, Out, Engine, Variant };
        Sampling.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        string model = parsed.GetValue(Model)!;
        if (parsed.GetValue(Variant) is { } variant)
            throw new InputException($"--variant {variant}: {model} holds no variant of that name; leave the option out");
        SamplingSettings settings = Sampling.Read(parsed, model);
        string engine = EngineChoice.Generating(parsed.GetValue(Engine)!);
        var reader = new PromptLines(model);
        IReadOnlyList<(JsonObject Line, int[] Prompt)> lines = reader.Prompts(parsed.GetValue(Prompts)!);
        (int[] Prompt, long Stream)[] requests =
            [.. lines.Select((l, i) => (l.Prompt, StreamIds.Of("generate", i.ToString(CultureInfo.InvariantCulture))))];

        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<GeneratedOutput[]> outputs = engine == EngineChoice.Torch
            ? WithTorch(parsed, model, requests, settings)
            : WithGenerator(engine, parsed, model, requests, settings, terminal, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        string path = parsed.GetValue(Out)!;
        JsonLinesFile.Write(path, lines.Zip(outputs, (line, o) =>
        {
            line.Line["outputs"] = new JsonArray([.. o.Select(x => (JsonNode)ToJson(x, reader))]);
            return line.Line;
        }));
        long tokens = outputs.Sum(o => o.Sum(x => (long)x.TokenIds.Length));
        terminal.Result(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{lines.Count} prompts, {outputs.Sum(o => o.Length)} outputs, "
                    + $"{tokens} tokens in {seconds:0.0} s ({tokens / seconds:N0} tokens/s): {path}"));
        terminal.ResultJson(new JsonObject
        {
            ["out"] = path, ["prompts"] = lines.Count, ["tokens"] = tokens, ["seconds"] = seconds, ["sampling"] = SamplingOptions.ToJson(settings),
        });
        return ExitCode.Done;
    }

    private static IReadOnlyList<GeneratedOutput[]> WithGenerator(
        string name,
        ParseResult parsed,
        string model,
        (int[] Prompt, long Stream)[] requests,
        SamplingSettings settings,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        using ISequenceEngine engine = name == EngineChoice.GenAi
            ? EngineChoice.OpenGenAi(ModelFolder.Open(model), settings.MaxNewTokens, parsed, terminal)
            : EngineChoice.OpenOrt(ModelFolder.Open(model), parsed, terminal);
        // GenAI runs the model once a sequence: sequences side by side would only hold more caches. What is drawn is the same.
        if (name == EngineChoice.GenAi) settings = settings with { BatchSize = 1 };
        return new Generator(engine, terminal.Time).Generate(
            [.. requests.Select(r => new GenerationRequest(r.Prompt, r.Stream))], settings,
            EngineChoice.Progress(terminal, "generating", "prompts"), cancellationToken: cancellationToken);
    }

    private static IReadOnlyList<GeneratedOutput[]> WithTorch(
        ParseResult parsed, string model, (int[] Prompt, long Stream)[] requests, SamplingSettings settings)
    {
        using var engine = TorchEngine.Open(ModelFolder.Open(model), CommonOptions.DeviceOf(parsed), CommonOptions.ThreadsOf(parsed));
        return engine.Generate([.. requests.Select(r => r.Prompt)], [.. requests.Select(r => r.Stream)], settings);
    }

    private static JsonObject ToJson(GeneratedOutput output, PromptLines reader) => new()
    {
        ["token_ids"] = JsonLists.Of(output.TokenIds),
        ["text"] = reader.Decode(output.TokenIds),
        ["logprobs"] = JsonLists.Of(output.Logprobs),
        ["finish_reason"] = output.FinishReason,
    };
}
