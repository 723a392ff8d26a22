using System.Text.Json;
using System.Text.RegularExpressions;
using Hir.Shared.Tasks.Families;

namespace Hir.Shared.Tasks.Files;

/// <summary>An example as a BIG-bench file holds it.</summary>
/// <param name="Input">The question.</param>
/// <param name="Target">The answer of an example without choices.</param>
/// <param name="Choices">The choices' texts, or null.</param>
/// <param name="Right">The index of the right choice.</param>
internal sealed partial record RawExample(string Input, string? Target, IReadOnlyList<string>? Choices, int Right)
{
    // Each choice is named by a letter.
    private const int MostChoices = 1000;

    public static RawExample Read(JsonElement example)
    {
        if (example.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"is {example.ValueKind} and must be an object with \"input\".");
        }

        string? input = BigBenchTask.Text(example, "input");
        if (string.IsNullOrWhiteSpace(input)) throw new FormatException("has no \"input\"; every example needs the question's text.");
        if (!example.TryGetProperty("target_scores", out JsonElement scores)) return new RawExample(input, ReadTarget(example), null, 0);

        bool valid = scores.ValueKind == JsonValueKind.Object && scores.EnumerateObject().Any()
            && scores.EnumerateObject().All(s => s.Value.ValueKind == JsonValueKind.Number);
        if (!valid) throw new FormatException("has \"target_scores\" that are not an object of choice to number.");
        (string Choice, double Score)[] choices = [.. scores.EnumerateObject().Select(s => (s.Name, s.Value.GetDouble()))];
        if (choices.Length > MostChoices) throw new FormatException($"has {choices.Length} choices; at most {MostChoices} are read.");
        double best = choices.Max(choice => choice.Score);
        int right = Array.FindIndex(choices, choice => choice.Score == best);
        return new RawExample(input, null, [.. choices.Select(c => c.Choice)], right);
    }

    /// <summary>
    /// The same with its choices in an order drawn by the question. Some of BIG-bench's files list the right choice first in every
    /// example; a model would learn the place and not the task.
    /// </summary>
    public RawExample Shuffled()
    {
        int[] order = SeededRandom.For(Input, 0).Sample([.. Enumerable.Range(0, Choices!.Count)], Choices.Count);
        return this with { Choices = [.. order.Select(i => Choices[i])], Right = Array.IndexOf(order, Right) };
    }

    /// <summary>The example as the model is asked it.</summary>
    public TaskExample ToExample(int index, string before, string after)
    {
        string id = $"example-{index}";
        string question = before + Input;
        if (Choices is null) return new TaskExample(id, (question + after).Trim(), Target, LettersIn(Input));
        Problem problem = MultipleChoice.Problem(question, Choices, Right);
        return new TaskExample(id, (problem.Query + after).Trim(), problem.Target, problem.Choices);
    }

    private static string? ReadTarget(JsonElement example)
    {
        if (!example.TryGetProperty("target", out JsonElement target))
        {
            throw new FormatException("has neither \"target\" nor \"target_scores\"; every example needs its answer.");
        }

        if (target.ValueKind == JsonValueKind.Array && target.GetArrayLength() > 0) target = target[0];
        return target.ValueKind == JsonValueKind.String
            ? target.GetString()
            : throw new FormatException($"has {target.ValueKind} as \"target\", which must be a text or a list of texts.");
    }

    /// <summary>The letters of options that the question already lists, as BIG-bench-Hard's do; null where it lists none.</summary>
    private static IReadOnlyList<string>? LettersIn(string input)
    {
        int options = input.LastIndexOf("\nOptions:\n", StringComparison.Ordinal);
        if (options < 0) return null;
        string[] letters = [.. OptionLetter().Matches(input[options..]).Select(m => m.Groups[1].Value)];
        return letters.Length > 0 ? letters : null;
    }

    [GeneratedRegex(@"^(\([A-Z]\)) ", RegexOptions.Multiline)]
    private static partial Regex OptionLetter();
}
