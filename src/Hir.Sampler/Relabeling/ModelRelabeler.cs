using System.Globalization;
using Hir.Sampler.Decoding;
using Hir.Sampler.Engines;
using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Feedback;
using Hir.Shared.Handoff;
using Hir.Shared.Prompts;
using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Models;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;

namespace Hir.Sampler.Relabeling;

/// <summary>
/// A phi that has a language model write the instruction from query, output and score, greedily: equal rows get equal instructions. The
/// contrast is the correct-answer instruction for an output that is no success, and the wrong-answer one for a success.
/// </summary>
/// <param name="settings">The model and what it is told.</param>
/// <param name="instructions">What is asked; successes keep it, unless the settings say otherwise.</param>
/// <param name="options">How the model runs. It is opened for each call and closed after it.</param>
/// <param name="cancellationToken">Ends a call early.</param>
public sealed class ModelRelabeler(
    ModelSection settings, Instructions instructions, EngineOptions options, CancellationToken cancellationToken = default) : IRelabeler
{
    /// <summary>Checks that the folder holds a model that can write.</summary>
    /// <exception cref="InputException">It does not.</exception>
    public static void Require(ModelSection settings)
    {
        ModelFolder.Open(settings.Path).RequireGraphs();
        Tokenizer.Load(settings.Path);
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The model cannot be opened, or a prompt is too long for it.</exception>
    public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows)
    {
        bool Writes(ShardRow row) => row is { ScoreStatus: ScoreStatus.Ok, Score: { } score }
            && (settings.Successes || score < settings.SuccessScore);

        ShardRow[] written = [.. rows.Where(Writes)];
        Queue<string> texts = new(written.Length == 0 ? [] : Write(written));
        return [.. rows.Select(row => row switch
        {
            { ScoreStatus: not ScoreStatus.Ok } or { Score: null } => Hir.Shared.Relabeling.Relabel.LeftOut,
            _ when !Writes(row) => Of(instructions.Correct, isSuccess: true),
            _ => Of(texts.Dequeue(), row.Score >= settings.SuccessScore),
        })];
    }

    private Relabel Of(string text, bool isSuccess)
    {
        if (text.Length == 0 && settings.Empty == EmptyInstruction.LeaveOut) return Hir.Shared.Relabeling.Relabel.LeftOut;
        string contrast = isSuccess ? instructions.Wrong : instructions.Correct;
        // A model may write the very instruction that was asked; it cannot stand against itself.
        return new Relabel(text, text == contrast ? null : contrast, isSuccess);
    }

    private string[] Write(ShardRow[] rows)
    {
        ModelFolder model = ModelFolder.Open(settings.Path);
        Tokenizer tokenizer = Tokenizer.Load(settings.Path);
        PromptTemplate template = PromptResolution.Resolve(PromptResolution.Auto, settings.Path, tokenizer).Template;
        using ISequenceEngine engine = OrtEngine.Open(model, options);
        IReadOnlyList<GeneratedOutput[]> outputs = new Generator(engine).Generate(
            [.. rows.Select((row, i) => new GenerationRequest(tokenizer.Encode(template.Render(settings.Instruction, Filled(row))), i))],
            new SamplingSettings { MaxNewTokens = settings.MaxNewTokens, Temperature = 0, BatchSize = settings.BatchSize },
            cancellationToken: cancellationToken);
        return [.. outputs.Select(o => tokenizer.Decode(o[0].TokenIds).Trim())];
    }

    // One pass: what is filled in may hold braces of its own.
    private string Filled(ShardRow row)
    {
        Dictionary<string, string?> values = new(StringComparer.Ordinal)
        {
            ["{query}"] = row.Query,
            ["{output}"] = row.Output,
            ["{score}"] = row.Score?.ToString(CultureInfo.InvariantCulture),
            ["{target}"] = row.Target,
            ["{feedback}"] = row.Feedback,
        };
        return System.Text.RegularExpressions.Regex.Replace(
            settings.Prompt, "\\{[a-z]+\\}", slot => values.TryGetValue(slot.Value, out string? value) ? value ?? "" : slot.Value);
    }
}
