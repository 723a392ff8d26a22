using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Export;
using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.JsonLines;

namespace Hir.Cli.Commands;

/// <summary>`hir export`: a checkpoint folder becomes a model folder, verified by comparing ONNX Runtime with the learner's
/// model.</summary>
internal static class ExportCommand
{
    // A wrong graph is off by far more. Two orders of addition in float32 differ by 1e-3 on random weights that amplify rounding, by 1e-5
    // on trained ones.
    private const double Tolerance = 5e-3;

    private static readonly Option<string> Model = new("--model") { Description = "a Hugging Face checkpoint folder", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "the model folder to write", Required = true };
    private static readonly Option<string> Dtype = new("--dtype")
    {
        Description = "float32 (float16 and bfloat16 are refused for now)",
        DefaultValueFactory = _ => "float32",
    };
    private static readonly Option<string?> Quantize = new("--quantize") { Description = "int8 or int4 (refused for now)" };

    public static Command Create()
    {
        var command = new Command("export", """
            Makes a model folder, ONNX graphs included, of a checkpoint, and checks that both engines agree on it.

            Example: hir export --model flan-t5-small --out models/flan-t5-small
            """) { Model, Out, Dtype, Quantize };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        if (parsed.GetValue(Quantize) is { } quantize)
            throw new InputException($"--quantize {quantize}: quantized variants are not made yet; leave the option out");
        string path = parsed.GetValue(Out)!;
        ModelFolder model = CheckpointExporter.Export(parsed.GetValue(Model)!, path, parsed.GetValue(Dtype)!);
        terminal.Say("checking that both engines agree on it");
        double gap;
        try
        {
            gap = await LargestGapAsync(model, parsed, terminal, cancellationToken);
        }
        catch
        {
            // A folder that was not checked is not a result.
            Directory.Delete(path, recursive: true);
            throw;
        }

        if (!(gap <= Tolerance))
        {
            Directory.Delete(path, recursive: true);
            throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}: ONNX Runtime and the learner's model differ by {gap:0.0e+0} in a log-probability, "
                        + $"more than {Tolerance:0.0e+0}; nothing was kept. Please report this with the checkpoint's config.json"));
        }

        terminal.Result(
            string.Create(CultureInfo.InvariantCulture, $"{path}: fingerprint {model.Fingerprint}, engines agree within {gap:0.0e+0}"));
        terminal.ResultJson(new JsonObject { ["out"] = path, ["model_fingerprint"] = model.Fingerprint, ["logprob_gap_max"] = gap });
        return ExitCode.Done;
    }

    // The learner's model runs in a process of its own: no process maps both native libraries.
    private static async Task<double> LargestGapAsync(
        ModelFolder model, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        using ISequenceEngine engine = EngineChoice.OpenOrt(model, parsed, terminal);
        ScoringRequest[] requests = Probes(engine.Limits.VocabularySize);
        IReadOnlyList<float[]> ours = new Scorer(engine).Score(requests, cancellationToken: cancellationToken);

        string folder = Directory.CreateTempSubdirectory("hir-export-").FullName;
        try
        {
            string pairs = Path.Combine(folder, "pairs.jsonl");
            string scores = Path.Combine(folder, "scores.jsonl");
            JsonLinesFile.Write(
                pairs,
                requests.Select(r => new JsonObject
                {
                    ["prompt_token_ids"] = JsonLists.Of(r.PromptTokenIds),
                    ["output_token_ids"] = JsonLists.Of(r.OutputTokenIds),
                }));
            using Process torch = Process.Start(
                SelfProcess.StartInfo(["score", "--model", model.Path, "--pairs", pairs, "--out", scores, "--engine", "torch"]))!;
            string said;
            try
            {
                Task<string> error = torch.StandardError.ReadToEndAsync(cancellationToken);
                await torch.StandardOutput.ReadToEndAsync(cancellationToken);
                await torch.WaitForExitAsync(cancellationToken);
                said = await error;
            }
            finally
            {
                if (!torch.HasExited) torch.Kill(entireProcessTree: true);
            }

            if (torch.ExitCode != ExitCode.Done)
                throw new InvalidOperationException($"the learner's model could not score the export: {said}");
            IReadOnlyList<float[]> theirs = JsonLinesFile.Read(scores, l => l["logprobs"]!.AsArray().Select(v => (float)v!).ToArray());
            return ours.Zip(theirs).Max(p => p.First.Zip(p.Second).Max(v => Math.Abs((double)v.First - v.Second)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Prompts and outputs of several lengths, tokens spread over the vocabulary.
    private static ScoringRequest[] Probes(int vocabulary)
    {
        return [.. Enumerable.Range(0, 6).Select(i => new ScoringRequest(Ids(3 + (5 * i), i), Ids(1 + (3 * i), i + 100)))];

        int[] Ids(int length, int salt) =>
            [.. Enumerable.Range(0, length)
                .Select(t => (int)((((uint)(t + 1) * 2654435761u) ^ ((uint)(salt + 1) * 2246822519u)) % (uint)vocabulary))];
    }
}
