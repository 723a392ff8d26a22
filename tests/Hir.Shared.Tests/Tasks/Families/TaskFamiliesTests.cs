using System.Globalization;
using System.Text.RegularExpressions;
using Hir.Shared.Tasks;
using Hir.Shared.Tasks.Families;

namespace Hir.Shared.Tests.Tasks.Families;

public sealed class TaskFamiliesTests
{
    public static TheoryData<string> Names => [.. TaskFamilies.All.Select(family => family.Name)];

    private static TaskFamily Family(string name) => TaskFamilies.Find(name) ?? throw new InvalidOperationException(name);

    [Fact]
    public void All_OfTheProduct_HasTheTwelveTasksOfThePaperAndThreeMore() => Assert.Equal(
        [
            "tracking_shuffled_objects_three_objects", "tracking_shuffled_objects_five_objects", "tracking_shuffled_objects_seven_objects",
            "logical_deduction_three_objects", "logical_deduction_five_objects", "logical_deduction_seven_objects", "date_understanding",
            "object_counting", "geometric_shapes", "penguins_in_a_table", "reasoning_about_colored_objects", "word_sorting",
            "dyck_languages", "hyperbaton", "word_sorting_eight",
        ],
        TaskFamilies.All.Select(family => family.Name));

    // The data sets that saved runs and the shipped base model know by these names, as they were when the names were first given.
    [Theory]
    [InlineData("tracking_shuffled_objects_3", "1845bb8b41ba241867335d41be15e5c10407734eef49ec8de9650aa5a2797bd7")]
    [InlineData("tracking_shuffled_objects_5", "cf014215c63865c5eed4562a98e158810ad08547b07ced01e2e9f05a2bf9464b")]
    [InlineData("logical_deduction_3", "4a34afa1076d59f289df15558c8185d42f0c735028da410aa589486a0ed8f128")]
    [InlineData("object_counting", "1484738fba731378e0840c70ba4d7b96d6e1d9d8fa63c30bc47f8261accf57c3")]
    [InlineData("word_sorting", "4a39eba8abe2b641705a953469fc9308137f696c66b3bac22f8aa928ea9a4b42")]
    [InlineData("dyck_languages", "668524ad6e4507c0fbbe9d3d3fec0e0c3862e5c904341a2da6c5a8f58bb08b00")]
    [InlineData("hyperbaton", "abbcfb01d103f24013ae804e6a71892e27d4298b1463c98bec2d0ae4e6dbcc67")]
    public void Load_OfAnOldName_GivesTheSameDataForEver(string name, string sha256) =>
        Assert.Equal(sha256, TaskData.Sha256(TaskCatalog.Load(name, new TaskLoadOptions())));

    [Theory]
    [MemberData(nameof(Names))]
    public void Generate_EqualSeeds_GiveEqualExamplesAndOtherSeedsOthers(string name)
    {
        var family = Family(name);

        var first = family.Generate(60, 5);

        Assert.Equal(first.Select(Text), family.Generate(60, 5).Select(Text));
        Assert.Equal(first.Take(20).Select(Text), family.Generate(20, 5).Select(Text));
        Assert.NotEqual(first.Select(Text), family.Generate(60, 6).Select(Text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DefaultExamples_OfAFamily_ShareNoQueryAndNoId(string name)
    {
        var examples = Family(name).DefaultExamples;

        Assert.Equal(Family(name).DefaultCount, examples.Count);
        Assert.Equal(examples.Count, examples.Select(example => example.Query).Distinct().Count());
        Assert.Equal(examples.Count, examples.Select(example => example.Id).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void IsWellFormed_TargetsAndNoise_TellsThemApart(string name)
    {
        var family = Family(name);

        Assert.All(family.Generate(50, 1), example => Assert.True(family.IsWellFormed(example, example.Target!)));
        Assert.All(family.Generate(50, 1), example => Assert.False(family.IsWellFormed(example, "I do not know")));
        Assert.All(family.Generate(50, 1), example => Assert.False(family.IsWellFormed(example, "")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WrongAnswer_OfAProblem_IsWellFormedAndWrong(string name)
    {
        var family = Family(name);
        var random = SeededRandom.For("test", 3);

        for (var i = 0; i < 300; i++)
        {
            var problem = family.Draw(random);
            var wrong = family.WrongAnswer(problem, random);
            Assert.NotEqual(problem.Target, wrong);
            Assert.True(family.IsWellFormed(new TaskExample("x", problem.Query, problem.Target, problem.Choices), wrong), wrong);
        }
    }

    [Theory]
    [InlineData("tracking_shuffled_objects_3", 3)]
    [InlineData("tracking_shuffled_objects_5", 5)]
    [InlineData("logical_deduction_3", 3)]
    public void DefaultExamples_OfMultipleChoice_SpreadTheAnswersEvenly(string name, int options)
    {
        var examples = Family(name).DefaultExamples;

        Assert.All(examples, example => Assert.Equal(options, example.Choices!.Count));
        Assert.All(
            examples.GroupBy(example => example.Target),
            group => Assert.InRange((double)group.Count() / examples.Count, 0.8 / options, 1.2 / options));
    }

    [Theory]
    [InlineData("tracking_shuffled_objects_3")]
    [InlineData("tracking_shuffled_objects_5")]
    [InlineData("tracking_shuffled_objects_three_objects")]
    [InlineData("tracking_shuffled_objects_five_objects")]
    [InlineData("tracking_shuffled_objects_seven_objects")]
    public void Draw_OfTracking_TargetIsWhatTheTradesLeave(string name)
    {
        foreach (var example in Family(name).Generate(200, 11))
        {
            // The text is read back and played, independently of how it was made.
            var holds = Regex.Matches(example.Query, @"(\w+) has the (\w+ \w+)[,. ]").ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
            foreach (Match swap in Regex.Matches(example.Query, @"(?:First|Then|Last) (\w+) and (\w+) "))
            {
                var (left, right) = (swap.Groups[1].Value, swap.Groups[2].Value);
                (holds[left], holds[right]) = (holds[right], holds[left]);
            }

            var asked = Regex.Match(example.Query, @"(\w+) has\nOptions").Groups[1].Value;
            Assert.Contains($"\n{example.Target} the {holds[asked]}", example.Query);
        }
    }

    [Fact]
    public void Draw_OfWordSorting_TargetIsTheOrderedList()
    {
        foreach (var example in Family("word_sorting").Generate(200, 11))
        {
            var words = example.Query.Split(": ")[1].Split(' ').ToList();
            words.Sort(string.CompareOrdinal);
            Assert.Equal(string.Join(' ', words), example.Target);
        }
    }

    [Fact]
    public void Draw_OfHyperbaton_TargetHasTheQuerysWordsInTheUsualOrder()
    {
        // A second, independent table of the kinds, first to last.
        string[] kinds =
        [
            "lovely awful nice ugly pretty strange splendid boring", "big small huge tiny tall short giant little",
            "new old young ancient modern antique recent aged", "round square flat oval curved straight pointed narrow",
            "red blue green black white pink brown purple", "Greek Indian French Polish Turkish Chinese Spanish Swedish",
            "wooden iron plastic glass paper leather cotton copper",
        ];

        foreach (var example in Family("hyperbaton").Generate(300, 11))
        {
            var words = example.Query.Split(": ")[1].Split(' ');
            var ordered = words[..^1].OrderBy(word => Array.FindIndex(kinds, kind => kind.Split(' ').Contains(word))).Append(words[^1]);
            Assert.InRange(words.Length, 4, 7);
            Assert.Equal(string.Join(' ', ordered), example.Target);
        }
    }

    [Theory]
    [InlineData("tall red box", true)]
    [InlineData("red box", true)]
    [InlineData("big red box", false)]
    public void IsWellFormed_OfHyperbaton_TakesWordsOfThePhraseOnly(string output, bool isWellFormed) => Assert.Equal(
        isWellFormed,
        Family("hyperbaton").IsWellFormed(new TaskExample("x", "Put the adjectives in their usual order: red tall box", "tall red box", null), output));

    [Fact]
    public void Draw_OfDyckLanguages_TargetClosesWhatAStackLeavesOpen()
    {
        foreach (var example in Family("dyck_languages").Generate(300, 11))
        {
            var open = new Stack<string>();
            foreach (var bracket in example.Query.Split(": ")[1].Split(' '))
            {
                if ("([{<".IndexOf(bracket, StringComparison.Ordinal) is var kind and >= 0)
                {
                    open.Push($"{")]}>"[kind]}");
                }
                else
                {
                    Assert.Equal(open.Pop(), bracket);
                }
            }

            Assert.InRange(open.Count, 2, 6);
            Assert.Equal(string.Join(' ', open), example.Target);
        }
    }

    [Fact]
    public void DefaultExamples_OfDyckLanguages_SpreadLengthsAndHaveNoAnswerThatIsOftenRight()
    {
        var examples = Family("dyck_languages").DefaultExamples;

        Assert.All(
            examples.GroupBy(example => example.Target!.Length),
            group => Assert.InRange((double)group.Count() / examples.Count, 0.15, 0.25));
        Assert.InRange(examples.GroupBy(example => example.Target).Max(group => group.Count()) / (double)examples.Count, 0.0, 0.03);
    }

    [Theory]
    [InlineData("] )", true)]
    [InlineData("])}", true)]
    [InlineData("( ]", false)]
    [InlineData("] and )", false)]
    [InlineData(" ", false)]
    public void IsWellFormed_OfDyckLanguages_TakesClosingBracketsOnly(string output, bool isWellFormed) => Assert.Equal(
        isWellFormed, Family("dyck_languages").IsWellFormed(new TaskExample("x", "Close all open brackets: ( [", ") ]", null), output));

    [Fact]
    public void Draw_OfObjectCounting_TargetIsTheSumOfTheKindThatIsAskedFor()
    {
        string[] numbers = ["one", "two", "three"];
        var kinds = new Dictionary<string, string>
        {
            ["fruits"] = "apple pear plum lemon fig melon",
            ["animals"] = "cat dog cow goat duck frog",
            ["tools"] = "hammer saw drill axe rake file",
            ["toys"] = "doll kite puppet drum robot marble",
        };

        foreach (var example in Family("object_counting").Generate(300, 11))
        {
            var kind = kinds[Regex.Match(example.Query, @"How many (\w+)").Groups[1].Value].Split(' ');
            var sum = Regex.Matches(example.Query, @"\b(one|two|three) (\w+)")
                .Where(match => kind.Contains(match.Groups[2].Value) || kind.Contains(match.Groups[2].Value[..^1]))
                .Sum(match => Array.IndexOf(numbers, match.Groups[1].Value) + 1);
            Assert.Equal(sum, int.Parse(example.Target!, CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Draw_OfLogicalDeduction_TargetIsTheOnlyOptionThatTheStatementsAllow()
    {
        foreach (var example in Family("logical_deduction_3").Generate(300, 11))
        {
            var things = Regex.Match(example.Query, @": a (\w+), a (\w+) and a (\w+)\. ").Groups.Values.Skip(1).Select(group => group.Value).ToArray();
            var statements = example.Query.Split('\n')[0].Split(". ").Skip(1).Select(statement => statement.TrimEnd('.')).ToArray();
            var options = example.Query.Split('\n').Skip(2).ToArray();
            int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

            var possible = orders.Where(order => statements.All(statement => Holds(statement, things, order))).ToArray();

            var order = Assert.Single(possible);
            Assert.Equal(example.Target, Assert.Single(options, option => Holds(option[4..], things, order))[..3]);
        }
    }

    private static bool Holds(string statement, string[] things, int[] place)
    {
        string[][] places =
        [
            ["is the leftmost", "is first", "is the cheapest"],
            ["is in the middle", "is second", "has the middle price"],
            ["is the rightmost", "is last", "costs the most"],
        ];
        var thing = place[Array.IndexOf(things, statement.Split(' ')[1])];
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i].Any(statement.EndsWith))
            {
                return thing == i;
            }
        }

        var other = place[Array.IndexOf(things, statement.Split(' ')[^1])];
        string[] before = ["is left of", "is faster than", "is cheaper than"];
        return before.Any(statement.Contains) ? thing < other : thing > other;
    }

    private static string Text(TaskExample example) => $"{example.Id}|{example.Query}|{example.Target}";
}
