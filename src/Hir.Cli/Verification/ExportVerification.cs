using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Cli.Commands;
using Hir.Shared.Handoff;
using Hir.Shared.JsonLines;
using Hir.Shared.Weights;

namespace Hir.Cli.Verification;

/// <summary>
/// Tries an exported folder out: ONNX Runtime generates and scores, the learner's model scores the same, each in a process of its own, since no
/// process maps both native libraries. What passes between them are files.
/// </summary>
internal sealed class ExportVerification(string model, CommonArguments common)
{
    /// <summary>
    /// A wrong graph is off by far more. Two orders of addition in float32 differ by 1e-3 on random weights that amplify rounding, by 1e-5 on
    /// trained ones.
    /// </summary>
    public const double Tolerance = 5e-3;

    /// <summary>
    /// For float16, the mean as a share of the log-probabilities' spread. The learner's model computes in float32 with the very weights that the
    /// folder holds, so what is left is the rounding of the graphs' arithmetic, 2^13 times that of float32: means of 3e-4 to 3e-3 were measured on random
    /// networks and of 2e-2 on one that amplifies rounding. Single tokens of that one are off by more than 1, so that the largest gap tells
    /// little. Graphs that compute something else are off by the spread itself.
    /// </summary>
    public const double Float16Share = 0.2;

    /// <summary>For bfloat16, likewise. It rounds 2^3 times as coarsely as float16. Set by that and not by measurement, which needs a GPU.</summary>
    public const double BFloat16Share = 0.5;

    /// <summary>Whether a gap is one that rounding in an element type explains.</summary>
    public static bool Accepts(Comparison compared, WeightDtype dtype) => dtype switch
    {
        WeightDtype.F16 => double.IsFinite(compared.Found.LogprobGapMax) && compared.Found.LogprobGapMean <= Float16Share * compared.Spread,
        WeightDtype.BF16 => double.IsFinite(compared.Found.LogprobGapMax) && compared.Found.LogprobGapMean <= BFloat16Share * compared.Spread,
        _ => compared.Found.LogprobGapMax <= Tolerance,
    };

    /// <summary>What <see cref="Accepts"/> asks for, for messages.</summary>
    public static string RuleOf(Comparison compared, WeightDtype dtype) => dtype switch
    {
        WeightDtype.F16 => string.Create(CultureInfo.InvariantCulture, $"at most {Float16Share * compared.Spread:0.0e+0} in the mean"),
        WeightDtype.BF16 => string.Create(CultureInfo.InvariantCulture, $"at most {BFloat16Share * compared.Spread:0.0e+0} in the mean"),
        _ => string.Create(CultureInfo.InvariantCulture, $"at most {Tolerance:0.0e+0}"),
    };

    /// <summary>Compares the engines in full precision.</summary>
    /// <exception cref="InvalidOperationException">One of them could not do its part: what it said.</exception>
    public async Task<ModelVerification> RunAsync(CancellationToken cancellationToken) =>
        (await RunAsync([], cancellationToken))[0].Found;

    /// <summary>Compares the engines in full precision, and each variant with the learner's model.</summary>
    /// <param name="variants">The variants' names.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The full model's result, then each variant's.</returns>
    /// <exception cref="InvalidOperationException">One of them could not do its part: what it said.</exception>
    public async Task<IReadOnlyList<Comparison>> RunAsync(IReadOnlyList<string> variants, CancellationToken cancellationToken)
    {
        ModelFolder folder = ModelFolder.Open(model);
        ExportProbes probes = new(folder.Config);
        string working = Directory.CreateTempSubdirectory("hir-export-").FullName;
        try
        {
            string At(string name) => Path.Combine(working, name);
            JsonLinesFile.Write(At("prompts.jsonl"), probes.Prompts.Select(p => new JsonObject { ["prompt_token_ids"] = JsonLists.Of(p) }));
            string[] generation =
            [
                "--max-new-tokens", Text(ExportProbes.NewTokens), "--samples", Text(ExportProbes.Samples), "--temperature", "1", "--batch-size", "64",
            ];
            // Each of the graphs generates for itself; the learner's model scores what all of them gave in one go.
            string[][] choices = [[], .. variants.Select(v => (string[])["--variant", v])];
            List<(int[] Prompt, int[] Output, float[] Logprobs)[]> generated = [];
            foreach (string[] choice in choices)
            {
                await HirAsync(["generate", "--prompts", At("prompts.jsonl"), "--out", At("generated.jsonl"), .. generation, .. choice], cancellationToken);
                generated.Add([.. JsonLinesFile.Read(At("generated.jsonl"), Outputs).SelectMany(o => o)]);
            }

            JsonLinesFile.Write(At("pairs.jsonl"), probes.Pairs.Concat(generated.SelectMany(g => g).Select(g => (g.Prompt, g.Output))).Select(p => new JsonObject
            {
                ["prompt_token_ids"] = JsonLists.Of(p.Item1),
                ["output_token_ids"] = JsonLists.Of(p.Item2),
            }));
            await HirAsync(["score", "--pairs", At("pairs.jsonl"), "--out", At("torch.jsonl"), "--engine", "torch"], cancellationToken);
            IReadOnlyList<float[]> learner = JsonLinesFile.Read(At("torch.jsonl"), Logprobs);
            List<Comparison> found = [];
            int first = probes.Pairs.Length;
            for (int i = 0; i < choices.Length; i++)
            {
                await HirAsync(["score", "--pairs", At("pairs.jsonl"), "--out", At("ort.jsonl"), "--engine", "ort", .. choices[i]], cancellationToken);
                IReadOnlyList<float[]> graphs = JsonLinesFile.Read(At("ort.jsonl"), Logprobs);
                found.Add(Compare(
                    [.. graphs, .. generated[i].Select(g => g.Logprobs)], [.. learner, .. learner.Skip(first).Take(generated[i].Length)]));
                first += generated[i].Length;
            }

            return found;
        }
        finally
        {
            Directory.Delete(working, recursive: true);
        }
    }

    private static Comparison Compare(IReadOnlyList<float[]> graphs, IReadOnlyList<float[]> learner)
    {
        double[] gaps = [.. graphs.Zip(learner).SelectMany(row => row.First.Zip(row.Second)).Select(v => Math.Abs((double)v.First - v.Second))];
        // Math.Max would do, but NaN must not pass as a small gap.
        double largest = gaps.Any(double.IsNaN) ? double.PositiveInfinity : gaps.Max();
        double[] own = [.. learner.SelectMany(row => row).Select(v => (double)v)];
        double mean = own.Average();
        return new Comparison(new ModelVerification(largest, gaps.Average(), gaps.Length), own.Average(v => Math.Abs(v - mean)));
    }

    private async Task HirAsync(string[] arguments, CancellationToken cancellationToken)
    {
        (int exitCode, string said) = await SelfProcess.RunAsync([.. arguments, "--model", model, .. common.All], cancellationToken);
        if (exitCode != ExitCode.Done) throw new InvalidOperationException($"hir {arguments[0]} failed on the exported folder: {said.Trim()}");
    }

    private static IEnumerable<(int[] Prompt, int[] Output, float[] Logprobs)> Outputs(JsonObject line) =>
        line["outputs"]!.AsArray().Select(output => (
            Ids(line["prompt_token_ids"]!), Ids(output!["token_ids"]!), Logprobs(output.AsObject())));

    private static int[] Ids(JsonNode list) => [.. list.AsArray().Select(v => (int)v!)];

    private static float[] Logprobs(JsonObject line) => [.. line["logprobs"]!.AsArray().Select(v => (float)v!)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
