using System.Text.RegularExpressions;
using Hir.Shared.Configuration;
using Hir.Shared.Feedback;
using Hir.Testing;

namespace Hir.Shared.Tests.Feedback;

/// <summary>The examples of docs/feedback.md are configurations.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(SharedFixtures.Root, "docs", "feedback.md"));

    [Fact]
    public void Examples_Yaml_BindAndCoverEveryKindWithSettings()
    {
        string[] blocks =
        [
            .. YamlBlock().Matches(Text).Select(m => string.Join('\n', m.Value.Split('\n').Select(l => l.Length > 4 ? l[4..] : ""))),
        ];
        string[] kinds = [.. blocks.Select(b => Bind(b).Kind)];
        Assert.Empty(FeedbackCatalog.Names.Except(kinds).Except(["exact_match", "token_f1"]));
    }

    [Fact]
    public void Examples_Json_BindAndCoverEveryKind()
    {
        string[] kinds = [.. JsonExample().Matches(Text).Select(m => Bind("feedback: " + m.Groups["json"].Value).Kind)];
        Assert.Empty(FeedbackCatalog.Names.Except(kinds).Except(["exact_match"]));
    }

    [Fact]
    public void Table_Kinds_AreThoseThatThereAre() => Assert.Equal(
        FeedbackCatalog.Names.Order(), TableRow().Matches(Text).Select(m => m.Groups["kind"].Value).Where(k => FeedbackCatalog.Names.Contains(k)).Order());

    private static FeedbackSection Bind(string feedback) => ConfigBinder.Bind<RunConfig>(
        ConfigSource.Parse("model: base\ntasks: [word_sorting]\n" + feedback, "feedback.md", "/")).Feedback;

    [GeneratedRegex(@"^    feedback:.*\n(?:     .*\n)*", RegexOptions.Multiline)]
    private static partial Regex YamlBlock();

    [GeneratedRegex(@"`(?<json>\{""kind"": [^`]*\})`")]
    private static partial Regex JsonExample();

    [GeneratedRegex(@"^\| `(?<kind>\w+)`", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
