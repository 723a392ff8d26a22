using System.Globalization;

namespace Hir.Shared.Tasks.Families;

/// <summary>
/// Short exercises in finding a thing in a list of lettered options, which come before the multiple choice tasks in a pretraining: until a model
/// can do this, it is at chance in all of them. Every answer is right and no instruction is given, so that the lines are short.
/// </summary>
public static class LookupCorpus
{
    // One word each, so that an option is one token.
    private static readonly string[][] Kinds =
    [
        ["red", "blue", "green", "black", "white", "pink", "brown", "yellow", "grey"],
        ["Pip", "Olga", "Max", "Nell", "Otto", "Ruth", "Sven", "Tess", "Ugo", "Vera", "Walt", "Zoe", "Bea", "Carl", "Dora"],
        ["zero", "one", "two", "three", "four", "five"],
        ["line", "circle", "ellipse", "sector", "rectangle", "kite", "trapezoid", "triangle", "octagon"],
        ["cup", "lamp", "clock", "book", "vase", "bowl", "box"],
        ["girl", "boy", "nurse", "cook", "clerk", "pilot", "judge"],
        [.. Enumerable.Range(2, 19).Select(number => number.ToString(CultureInfo.InvariantCulture))],
    ];

    /// <summary>Lists of three to five, and mostly all of them asked for at once: many look-ups a line, and the words to look up are in the output.</summary>
    public static LookupMixture First { get; } = new(3, 5, All: 4, Letter: 3, Option: 1, Letters: 2);

    /// <summary>Lists of three to seven, more of them without the words in the output.</summary>
    public static LookupMixture Second { get; } = new(3, 7, All: 2, Letter: 4, Option: 1, Letters: 2);

    /// <summary>Lists of two to five, and mostly the letter of one option alone, as in the tasks.</summary>
    public static LookupMixture Third { get; } = new(2, 5, All: 1, Letter: 8, Option: 1, Letters: 0);

    /// <summary>Makes the lines. Equal arguments give equal lines, and a smaller count the first of them. Lines may come twice.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed of all that is drawn.</param>
    /// <param name="mixture">How long the lists are and what is asked.</param>
    /// <returns>The lines; the question stands in place of an instruction, the options in place of a query.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static IEnumerable<PretrainingExample> Generate(int count, long seed, LookupMixture mixture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var random = SeededRandom.For("lookup", seed);
        for (var line = 0; line < count; line++)
        {
            yield return Draw(random, mixture);
        }
    }

    private static PretrainingExample Draw(SeededRandom random, LookupMixture mixture)
    {
        var kind = random.Pick(Kinds);
        var options = random.Sample(kind, random.Between(mixture.Fewest, Math.Min(mixture.Most, kind.Length)));
        var letters = Enumerable.Range(0, options.Length).Select(i => $"({(char)('A' + i)})").ToArray();
        var order = random.Sample([.. Enumerable.Range(0, options.Length)], options.Length);
        var one = order[0];
        var asked = string.Join(' ', order.Select(i => options[i]));
        var (question, answer) = mixture.Draw(random) switch
        {
            0 => ($"Match {asked}", string.Join(' ', order.Select(i => $"{options[i]} {letters[i]}"))),
            1 => ($"Which letter has {options[one]}?", letters[one]),
            2 => ($"What is {letters[one]}?", options[one]),
            _ => ($"List letters of {asked}", string.Join(' ', order.Select(i => letters[i]))),
        };
        var list = string.Concat(options.Select((option, i) => $"\n{letters[i]} {option}"));
        return new PretrainingExample("lookup", question, $"Options:{list}", answer, IsRight: true);
    }
}
