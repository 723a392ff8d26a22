using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Cli.Verification;
using Hir.Export;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.Metrics;
using Hir.Shared.Weights;

namespace Hir.Cli.Commands;

/// <summary>`hir export`: a checkpoint folder becomes a model folder, verified by comparing ONNX Runtime with the learner's
/// model.</summary>
internal static class ExportCommand
{
    private static readonly Option<string> Model = new("--model") { Description = "a Hugging Face checkpoint folder", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "the model folder to write", Required = true };
    private static readonly Option<string> Dtype = new("--dtype")
    {
        Description = "float32, float16 or bfloat16: the type of weights and arithmetic; the latter two are for GPUs",
        DefaultValueFactory = _ => "float32",
    };
    private static readonly Option<string?> Quantize = new("--quantize") { Description = "int8 or int4 (refused for now)" };
    private static readonly Option<bool> NoVerify = new("--no-verify") { Description = "don't compare both engines on the result" };

    public static Command Create()
    {
        var command = new Command("export", """
            Makes a model folder, ONNX graphs included, of a checkpoint, and checks that both engines agree on it.

            Examples:
              hir export --model flan-t5-small --out models/flan-t5-small
              hir export --model Qwen2.5-0.5B-Instruct --out models/qwen
              hir export --model flan-t5-xl --out models/flan-t5-xl --dtype bfloat16 --device cuda
            """) { Model, Out, Dtype, Quantize, NoVerify };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        if (parsed.GetValue(Quantize) is { } quantize)
            throw new InputException($"--quantize {quantize}: quantized variants are not made yet; leave the option out");
        string path = parsed.GetValue(Out)!;
        long start = terminal.Time.GetTimestamp();
        using ModelDraft draft = CheckpointExporter.Prepare(
            parsed.GetValue(Model)!, path, parsed.GetValue(Dtype)!, Progress(terminal));
        ModelVerification? verification = null;
        double written = terminal.Time.GetElapsedTime(start).TotalSeconds;
        bool skipped = parsed.GetValue(NoVerify);
        CommonArguments common = CommonArguments.Of(parsed);
        if (!skipped && draft.Dtype == WeightDtype.BF16 && !common.Device.StartsWith("cuda", StringComparison.Ordinal))
        {
            skipped = true;
            terminal.Warn("the engines were not compared: the CPU runs no bfloat16; export with --device cuda, on a machine that has one, to compare them");
        }

        if (!skipped)
        {
            terminal.Say("checking that both engines agree on it");
            verification = await new ExportVerification(draft.Path, common).RunAsync(cancellationToken);
            RequireAgreement(path, verification, draft.Dtype);
        }

        start = terminal.Time.GetTimestamp();
        ModelFolder model = draft.Publish(verification);
        written += terminal.Time.GetElapsedTime(start).TotalSeconds;
        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        string agreement = verification is null
            ? "engines not compared"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"engines agree within {verification.LogprobGapMax:0.0e+0}, {verification.LogprobGapMean:0.0e+0} in the mean, on {verification.Tokens} tokens");
        terminal.Result(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: fingerprint {model.Fingerprint}, {agreement}; written in {written:0.0} s, {peak >> 20} MiB of memory at most"));
        terminal.ResultJson(new JsonObject
        {
            ["out"] = path,
            ["model_fingerprint"] = model.Fingerprint,
            ["logprob_gap_max"] = verification?.LogprobGapMax,
            ["logprob_gap_mean"] = verification?.LogprobGapMean,
            ["tokens_compared"] = verification?.Tokens,
            ["write_seconds"] = written,
            ["peak_bytes"] = peak,
        });
        return ExitCode.Done;
    }

    /// <summary>In steps that a person can see; a model that is written in no time says nothing.</summary>
    private static Action<long, long> Progress(Terminal terminal)
    {
        const long Step = 16 << 20;
        long shown = 0;
        return (done, total) =>
        {
            if (total < 4 * Step || (done < total && done / Step == shown)) return;
            shown = done / Step;
            terminal.Report(new PhaseProgress("writing weights", null, done >> 20, total >> 20, "MiB"));
        };
    }

    private static void RequireAgreement(string path, ModelVerification verification, WeightDtype dtype)
    {
        if (ExportVerification.Accepts(verification, dtype)) return;
        string mend = dtype == WeightDtype.F32
            ? "Please report this with the checkpoint's config.json"
            : "Export it with --dtype float32, or with --no-verify if this model is known to amplify rounding";
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: ONNX Runtime and the learner's model differ by {verification.LogprobGapMax:0.0e+0} in a log-probability and by "
                + $"{verification.LogprobGapMean:0.0e+0} in the mean; {ExportVerification.RuleOf(dtype)} is expected of {dtype.ModelName()}; "
                + $"nothing was kept. {mend}"));
    }
}
