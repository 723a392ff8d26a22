using System.Text;

namespace Hir.Shared.Tasks.Families;

/// <summary>The form of the paper's multiple choice tasks: "\nOptions:\n(A) …\n(B) …" after the question, and "(A)" as the answer.</summary>
internal static class MultipleChoice
{
    /// <summary>Builds the problem whose right answer is the option at <paramref name="right"/>.</summary>
    public static Problem Problem(string question, IReadOnlyList<string> options, int right)
    {
        var query = new StringBuilder(question).Append("\nOptions:");
        var letters = new string[options.Count];
        for (var i = 0; i < options.Count; i++)
        {
            letters[i] = $"({(char)('A' + i)})";
            query.Append('\n').Append(letters[i]).Append(' ').Append(options[i]);
        }

        return new Problem(query.ToString(), letters[right], letters);
    }

    /// <summary>Builds the problem with its options in random order.</summary>
    /// <param name="question">The text before the options.</param>
    /// <param name="right">The right option.</param>
    /// <param name="wrong">The other options; with the right one they are all different.</param>
    /// <param name="random">Where the order comes from.</param>
    public static Problem Shuffled(string question, string right, IEnumerable<string> wrong, SeededRandom random)
    {
        string[] options = [right, .. wrong];
        options = random.Sample(options, options.Length);
        return Problem(question, options, Array.IndexOf(options, right));
    }

    /// <summary>One of the other letters.</summary>
    public static string WrongAnswer(Problem problem, SeededRandom random) =>
        random.Pick([.. problem.Choices!.Where(choice => choice != problem.Target)]);

    /// <summary>Whether the output is one of the letters.</summary>
    public static bool IsWellFormed(TaskExample example, string output) => example.Choices?.Contains(output.Trim()) == true;
}
