using System.CommandLine;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Learner.Engines;
using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Shared.Handoff;
using Hir.Shared.JsonLines;
using Hir.Shared.Pairs;

namespace Hir.Cli.Commands;

/// <summary>`hir score`: log-probabilities of given outputs.</summary>
internal static class ScoreCommand
{
    private static readonly Option<string> Model = new("--model")
    {
        Description = "a model folder; with --engine torch also a checkpoint without graphs",
        Required = true,
    };
    private static readonly Option<string> Pairs = new("--pairs")
    {
        Description = "JSONL with `prompt` or `prompt_token_ids`, and `output` or `output_token_ids`",
        Required = true,
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "the JSONL file to write: the input's fields with `logprobs` and `sum`",
        Required = true,
    };
    private static readonly Option<int> BatchSize = new("--batch-size")
    {
        Description = "outputs that are scored together",
        DefaultValueFactory = _ => 64,
    };
    private static readonly Option<string> Engine = EngineChoice.ToScore();

    public static Command Create()
    {
        var command = new Command("score", """
            Computes the log-probability of each token of given outputs, at temperature 1.

            Example: hir score --model data/base --pairs pairs.jsonl --out scores.jsonl
            """) { Model, Pairs, Out, BatchSize, Engine, VariantOption.Variant };
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        string model = parsed.GetValue(Model)!;
        string engine = EngineChoice.Scoring(parsed.GetValue(Engine)!);
        EngineChoice.RequireVariantRuns(engine, parsed.GetValue(VariantOption.Variant));
        bool torch = engine == EngineChoice.Torch;
        IReadOnlyList<(JsonObject Line, int[] Prompt, int[] Output)> lines = new PromptLines(model).Pairs(parsed.GetValue(Pairs)!);
        IReadOnlyList<float[]> scores = torch
            ? WithTorch(parsed, model, lines)
            : WithOrt(parsed, model, lines, terminal, cancellationToken);

        cancellationToken.ThrowIfCancellationRequested();
        string path = parsed.GetValue(Out)!;
        JsonLinesFile.Write(path, lines.Zip(scores, (line, logprobs) =>
        {
            line.Line["logprobs"] = JsonLists.Of(logprobs);
            line.Line["sum"] = logprobs.Sum(l => (double)l);
            return line.Line;
        }));
        terminal.Result($"{lines.Count} pairs, {scores.Sum(s => s.Length)} tokens: {path}");
        terminal.ResultJson(new JsonObject { ["out"] = path, ["pairs"] = lines.Count, ["tokens"] = scores.Sum(s => s.Length) });
        return ExitCode.Done;
    }

    private static IReadOnlyList<float[]> WithOrt(
        ParseResult parsed,
        string model,
        IReadOnlyList<(JsonObject Line, int[] Prompt, int[] Output)> lines,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        using ISequenceEngine engine = EngineChoice.OpenOrt(ModelFolder.Open(model), parsed, terminal);
        return new Scorer(engine, terminal.Time).Score(
            [.. lines.Select(l => new ScoringRequest(l.Prompt, l.Output))], parsed.GetValue(BatchSize), EngineChoice.Progress(
                terminal, "scoring", "pairs"), cancellationToken);
    }

    private static IReadOnlyList<float[]> WithTorch(
        ParseResult parsed, string model, IReadOnlyList<(JsonObject Line, int[] Prompt, int[] Output)> lines)
    {
        using var engine = TorchEngine.Open(ModelFolder.Open(model), CommonOptions.DeviceOf(parsed), CommonOptions.ThreadsOf(parsed));
        return engine.Score([.. lines.Select(l => new TrainingPair(l.Prompt, null, l.Output))]);
    }
}
