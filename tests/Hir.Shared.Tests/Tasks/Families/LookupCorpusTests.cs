using Hir.Shared.Tasks.Families;

namespace Hir.Shared.Tests.Tasks.Families;

public sealed class LookupCorpusTests
{
    [Fact]
    public void Generate_EachKindOfQuestion_IsAnsweredFromItsList()
    {
        var lines = LookupCorpus.Generate(2_000, 1, LookupCorpus.First).ToList();

        Assert.Equal(4, lines.Select(line => Asked(line).Kind).Distinct().Count());
        Assert.All(lines, line =>
        {
            var optionOf = line.Query.Split('\n')[1..].ToDictionary(row => row[..3], row => row[4..]);
            var letterOf = optionOf.ToDictionary(pair => pair.Value, pair => pair.Key);
            var (kind, what) = Asked(line);
            Assert.Equal(
                kind switch
                {
                    "Match" => string.Join(' ', what.Select(word => $"{word} {letterOf[word]}")),
                    "What is" => optionOf[what[0]],
                    _ => string.Join(' ', what.Select(word => letterOf[word])),
                },
                line.Output);
            Assert.InRange(optionOf.Count, 3, 5);
        });
    }

    [Fact]
    public void Generate_LettersOfOneOption_AreAllRightEquallyOften()
    {
        var lines = LookupCorpus.Generate(6_000, 2, new LookupMixture(4, 4, All: 0, Letter: 1, Option: 0, Letters: 0)).ToList();

        var counts = lines.GroupBy(line => line.Output).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(["(A)", "(B)", "(C)", "(D)"], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 1_350, 1_650)); // 1,500 expected, deviation 34
    }

    [Fact]
    public void Generate_EqualSeeds_GivesEqualLines()
    {
        Assert.Equal(LookupCorpus.Generate(50, 1, LookupCorpus.Third), LookupCorpus.Generate(100, 1, LookupCorpus.Third).Take(50));
        Assert.NotEqual(LookupCorpus.Generate(50, 1, LookupCorpus.Third), LookupCorpus.Generate(50, 2, LookupCorpus.Third));
    }

    private static (string Kind, string[] What) Asked(PretrainingExample line)
    {
        var kind = new[] { "Match", "Which letter has", "What is", "List letters of" }.Single(line.Instruction.StartsWith);
        return (kind, line.Instruction[(kind.Length + 1)..].TrimEnd('?').Split(' '));
    }
}
