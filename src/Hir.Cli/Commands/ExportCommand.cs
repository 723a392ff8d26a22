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
    private static readonly Option<string[]> Quantize = new("--quantize")
    {
        Description = "int8 or int4, or both (int8,int4): quantized variants for the sampler beside full precision; --variant picks one",
    };
    private static readonly Option<bool> NoVerify = new("--no-verify") { Description = "don't compare both engines on the result" };

    public static Command Create()
    {
        var command = new Command("export", """
            Makes a model folder, ONNX graphs included, of a checkpoint, and checks that both engines agree on it.

            Examples:
              hir export --model flan-t5-small --out models/flan-t5-small
              hir export --model Qwen2.5-0.5B-Instruct --out models/qwen
              hir export --model flan-t5-xl --out models/flan-t5-xl --dtype bfloat16 --device cuda
              hir export --model Qwen2.5-0.5B-Instruct --out models/qwen --quantize int8,int4
            """) { Model, Out, Dtype, Quantize, NoVerify };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        string[] variants = Variants(parsed);
        string path = parsed.GetValue(Out)!;
        long start = terminal.Time.GetTimestamp();
        List<VariantWritten> written = [];
        using ModelDraft draft = CheckpointExporter.Prepare(
            parsed.GetValue(Model)!, path, parsed.GetValue(Dtype)!, variants, Progress(terminal), written.Add);
        IReadOnlyList<Comparison> verified = [];
        double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
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
            verified = await new ExportVerification(draft.Path, common).RunAsync(variants, cancellationToken);
            RequireAgreement(path, verified, variants, draft.Dtype);
        }

        start = terminal.Time.GetTimestamp();
        ModelVerification? verification = verified.Count > 0 ? verified[0].Found : null;
        Dictionary<string, ModelVerification> ofVariants = variants.Zip(verified.Skip(1)).ToDictionary(v => v.First, v => v.Second.Found);
        ModelFolder model = draft.Publish(verification, ofVariants);
        seconds += terminal.Time.GetElapsedTime(start).TotalSeconds;
        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        string agreement = verification is null
            ? "engines not compared"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"engines agree within {verification.LogprobGapMax:0.0e+0}, {verification.LogprobGapMean:0.0e+0} in the mean, on {verification.Tokens} tokens");
        terminal.Result(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: fingerprint {model.Fingerprint}, {agreement}; written in {seconds:0.0} s, {peak >> 20} MiB of memory at most"));
        foreach (VariantWritten variant in written) terminal.Result(Describe(variant, ofVariants.GetValueOrDefault(variant.Name)));
        terminal.ResultJson(new JsonObject
        {
            ["out"] = path,
            ["model_fingerprint"] = model.Fingerprint,
            ["logprob_gap_max"] = verification?.LogprobGapMax,
            ["logprob_gap_mean"] = verification?.LogprobGapMean,
            ["tokens_compared"] = verification?.Tokens,
            ["write_seconds"] = seconds,
            ["peak_bytes"] = peak,
            ["variants"] = new JsonArray([.. written.Select(v => (JsonNode)ToJson(v, ofVariants.GetValueOrDefault(v.Name)))]),
        });
        return ExitCode.Done;
    }

    private static string[] Variants(ParseResult parsed)
    {
        string[] variants =
        [
            .. (parsed.GetValue(Quantize) ?? []).SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(),
        ];
        string[] problems = [.. variants.Where(v => ModelVariant.Problem(v) is not null).Select(v => $"--quantize {v}: {ModelVariant.Problem(v)}")];
        return problems.Length == 0 ? variants : throw new InputException(problems);
    }

    private static string Describe(VariantWritten variant, ModelVerification? found)
    {
        string written = string.Create(CultureInfo.InvariantCulture, $"{variant.Name}: {variant.Bytes / 1e6:0.0} MB written in {variant.Seconds:0.00} s");
        return written + (found is null ? ", not compared" : string.Create(
            CultureInfo.InvariantCulture,
            $", log-probabilities differ from the learner's by {found.LogprobGapMean:0.000} on average, {found.LogprobGapMax:0.000} at most, on {found.Tokens} tokens"));
    }

    private static JsonObject ToJson(VariantWritten variant, ModelVerification? found) => new()
    {
        ["name"] = variant.Name,
        ["bytes"] = variant.Bytes,
        ["write_seconds"] = variant.Seconds,
        ["logprob_gap_max"] = found?.LogprobGapMax,
        ["logprob_gap_mean"] = found?.LogprobGapMean,
        ["tokens_compared"] = found?.Tokens,
    };

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

    private static void RequireAgreement(string path, IReadOnlyList<Comparison> verified, string[] variants, WeightDtype dtype)
    {
        foreach ((string variant, Comparison compared) in variants.Zip(verified.Skip(1)).Where(v => v.Second.IsUnrelated))
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: the {variant} variant differs from the learner's model by {compared.Found.LogprobGapMean:0.0e+0} in a log-probability "
                    + $"on average, more than {compared.Spread:0.0e+0}, the spread of the log-probabilities themselves; nothing was kept. "
                    + $"Export without --quantize {variant}"));
        }

        ModelVerification verification = verified[0].Found;
        if (ExportVerification.Accepts(verified[0], dtype)) return;
        string mend = dtype == WeightDtype.F32
            ? "Please report this with the checkpoint's config.json"
            : "Export it with --dtype float32, or with --no-verify if this model is known to amplify rounding";
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: ONNX Runtime and the learner's model differ by {verification.LogprobGapMax:0.0e+0} in a log-probability and by "
                + $"{verification.LogprobGapMean:0.0e+0} in the mean; {ExportVerification.RuleOf(verified[0], dtype)} is expected of {dtype.ModelName()}; "
                + $"nothing was kept. {mend}"));
    }
}
