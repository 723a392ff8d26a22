using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hir.Shared.Tasks.Families;

namespace Hir.Shared.Tests.Tasks.Families;

/// <summary>Logical deduction, solved by going through all orders, where the checker places one thing after another.</summary>
public sealed class LogicalDeductionTests
{
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth", "sixth"];

    [Theory]
    [InlineData("logical_deduction_three_objects", 3)]
    [InlineData("logical_deduction_five_objects", 5)]
    [InlineData("logical_deduction_seven_objects", 7)]
    public void Generate_AnySeed_OneOrderFulfilsTheStatementsAndTheTargetIsTrueInIt(string name, int count)
    {
        var orders = Permutations(count).ToArray();
        Prop.ForAll<long>(seed =>
        {
            foreach (var example in TaskFamilies.Find(name)!.Generate(10, seed))
            {
                var sentences = example.Query.Split('\n')[0].TrimEnd('.').Split(". ");
                var things = Regex.Matches(sentences[0], @"\ba (\w+)").Select(m => m.Groups[1].Value).ToArray();
                things = things[^count..];
                Assert.Equal(count, sentences.Length);

                var order = Assert.Single(orders, order => sentences.Skip(1).All(text => Holds(text, [.. order.Select(i => things[i])])));

                var options = example.Query.Split('\n')[2..];
                var right = Assert.Single(options, option => Holds(option[4..], order.Select(i => things[i]).ToArray()));
                Assert.Equal(example.Target, right[..3]);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count == 7 ? 5 : 20));
    }

    /// <summary>Whether a sentence is true of things in their order from the first.</summary>
    private static bool Holds(string text, string[] ordered)
    {
        var words = text.Split(' ');
        var at = Array.IndexOf(ordered, words[1]);
        var other = Array.IndexOf(ordered, words[^1]);
        var said = string.Join(' ', words[2..(other < 0 ? ^0 : ^2)]);
        if (other >= 0)
        {
            return said is "is left of" or "is faster than" or "is cheaper than" ? at < other
                : said is "is right of" or "is slower than" or "costs more than" ? at > other
                : throw new InvalidOperationException(text);
        }

        var end = ordered.Length - 1;
        var rank = Array.FindIndex(Ordinals, ordinal => said.Contains(ordinal, StringComparison.Ordinal));
        return said switch
        {
            "is the leftmost" or "is first" or "is the cheapest" => at == 0,
            "is the rightmost" or "is last" or "costs the most" => at == end,
            "is in the middle" or "has the middle price" => at == end / 2,
            _ when said.EndsWith("from the right", StringComparison.Ordinal) => at == end - rank,
            _ when said.EndsWith("dearest", StringComparison.Ordinal) => at == end - rank,
            _ when rank > 0 => at == rank,
            _ => throw new InvalidOperationException(text),
        };
    }

    private static IEnumerable<int[]> Permutations(int count) => count == 0
        ? [[]]
        : Permutations(count - 1).SelectMany(
            rest => Enumerable.Range(0, count).Select(at => (int[])[.. rest[..at], count - 1, .. rest[at..]]));
}
