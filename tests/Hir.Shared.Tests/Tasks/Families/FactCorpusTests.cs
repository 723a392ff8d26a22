using Hir.Shared.Tasks.Families;

namespace Hir.Shared.Tests.Tasks.Families;

public sealed class FactCorpusTests
{
    private static readonly List<PretrainingExample> Lines = [.. FactCorpus.Generate(3_000, 1)];

    [Fact]
    public void Generate_QuestionsAfterAColor_AreAnsweredByTheWordBeforeTheThing()
    {
        var asked = Lines.Where(line => line.Query.StartsWith("What color is the ", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(asked);
        Assert.All(asked, line => Assert.Contains($"a {line.Output} {line.Query[18..^1]}", line.Instruction, StringComparison.Ordinal));
    }

    [Fact]
    public void Generate_QuestionsAfterAPerson_AreAnsweredByWhatThePersonHas()
    {
        var asked = Lines.Where(line => line.Query.StartsWith("Now ", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(asked);
        Assert.All(asked, line => Assert.Contains($"{line.Query[4..]} {line.Output}", line.Instruction, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("How old is ", "Which penguin is ", " years old?", 1)]
    [InlineData("How tall is ", "Which penguin is ", " cm tall?", 2)]
    [InlineData("How heavy is ", "Which penguin weighs ", " kg?", 3)]
    public void Generate_QuestionsAfterATable_AreAnsweredFromTheirColumn(string value, string penguin, string ending, int column)
    {
        var byName = Lines.Where(line => line.Query.StartsWith(value, StringComparison.Ordinal)).ToList();
        var byValue = Lines.Where(line => line.Query.StartsWith(penguin, StringComparison.Ordinal) && line.Query.EndsWith(ending, StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(byName);
        Assert.NotEmpty(byValue);
        Assert.All(byName, line => Assert.Equal(line.Output, Row(line, row => row[0] == line.Query[value.Length..^1].Split(' ')[0].Trim('?'))[column]));
        Assert.All(byValue, line => Assert.Equal(line.Output, Row(line, row => row[column] == line.Query[penguin.Length..^ending.Length])[0]));
    }

    [Fact]
    public void Generate_ManyLines_AsksForAllFactsInAboutAThird() =>
        Assert.InRange(Lines.Count(line => line.Query.StartsWith("Match ", StringComparison.Ordinal)) / 3_000.0, 0.31, 0.39);

    private static string[] Row(PretrainingExample line, Func<string[], bool> wanted) =>
        line.Instruction.Split('\n')[2..].Select(row => row.Split(", ")).Single(wanted);
}
