using System.Globalization;
using System.Text;

namespace Hir.Cli.Benchmarks;

/// <summary>
/// Makes texts for timing: English-like words by falling frequency, with numbers, punctuation, code and some of other scripts.
/// </summary>
internal static class BenchmarkText
{
    private const int Words = 20_000;

    private static readonly string[] Syllables =
        "the of and to in er on re ing at en es or ti st ar is it al an ed ou con ver pro com ent ly der tion ment ble ter".Split(' ');

    private static readonly string[] Others =
    [
        "naïve café", "größer als", "für", "Привет, мир", "Ελληνικά", "日本語のテキスト", "中文字符", "한국어", "👍🏽", "😀", "→", "“quoted”", "e.g.,",
        "if (a[i] != b) { return x + 1; }", "def f(x):\n    return x**2\n", "https://example.com/a?b=c", "don't",
        "it's", "(A)", "12:30", "\n\n",
    ];

    /// <summary>The texts of a seed: always the same.</summary>
    /// <param name="seed">Picks them.</param>
    /// <param name="characters">Characters in all, about.</param>
    public static IReadOnlyList<string> Make(int seed, int characters)
    {
        Random random = new(seed);
        string[] words = [.. Enumerable.Range(0, Words).Select(_ => Word(random))];
        List<string> texts = [];
        for (int made = 0; made < characters; made += texts[^1].Length) texts.Add(Text(random, words));
        return texts;
    }

    private static string Text(Random random, string[] words)
    {
        StringBuilder text = new();
        for (int i = random.Next(10, 120); i > 0; i--)
        {
            int kind = random.Next(100);
            string next = kind < 90 ? words[(int)(Math.Pow(random.NextDouble(), 4) * Words)]
                : kind < 94 ? random.Next(100_000).ToString(CultureInfo.InvariantCulture)
                : Others[random.Next(Others.Length)];
            text.Append(next).Append(kind is > 80 and < 86 ? ", " : kind is 86 or 87 ? ". " : " ");
        }

        return text.ToString();
    }

    private static string Word(Random random)
    {
        string word = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Syllables[random.Next(Syllables.Length)]));
        return random.Next(8) == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word;
    }
}
