using System.Text;
using Hir.Shared.Configuration;

namespace Hir.Shared.Tests.Configuration;

public sealed class YamlLoaderTests
{
    [Theory]
    [InlineData("name: x\na: &a [1]\n", "x.yaml:2: anchors")]
    [InlineData("a: *b\n", "x.yaml:1: aliases")]
    [InlineData("a: &a [*a]\n", "anchors")]
    [InlineData("a: !<tag:yaml.org,2002:python/object/apply:os.system> [ls]\n", "tags that name types")]
    [InlineData("a: !System.IO.FileInfo /etc/passwd\n", "tags that name types")]
    [InlineData("a: 1\n---\nb: 2\n", "one document")]
    [InlineData("a: 1\na: 2\n", "not valid YAML")]
    [InlineData("a: \"\\UFFFFFFFF\"\n", "not valid YAML")]
    [InlineData("? [a, b]\n: 1\n", "unknown key")]
    public void Load_MoreThanPlainData_IsRefused(string yaml, string part)
    {
        InputException e = Assert.Throws<InputException>(() => ConfigBinder.Bind<RunConfig>(ConfigSource.Parse(yaml, "x.yaml", ".")));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Load_DeepNesting_IsRefused(char bracket)
    {
        InputException e = Assert.Throws<InputException>(() => ConfigSource.Parse("a: " + new string(bracket, 500_000), "x.yaml", "."));
        Assert.Contains("16 levels deep", e.Message, StringComparison.Ordinal);
    }

    /// <summary>Nine to the power of nine texts, where they are written out.</summary>
    [Fact]
    public void Load_BillionLaughs_IsRefused()
    {
        StringBuilder yaml = new("a0: &a0 [x]\n");
        for (int i = 1; i < 10; i++) yaml.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        Assert.Throws<InputException>(() => ConfigSource.Parse(yaml.Append("? *a9\n: 1\n").ToString(), "x.yaml", "."));
    }

    [Fact]
    public void Load_LongText_IsRefused() =>
        Assert.Throws<InputException>(() => ConfigSource.Parse("a: " + new string('x', 1 << 20), "x.yaml", "."));

    [Theory]
    [InlineData("name: !!str 5\n")]
    [InlineData("name: ! x\n")]
    public void Load_TagsOfPlainData_AreRead(string yaml) => Assert.NotEmpty(ConfigSource.Parse(yaml, "x.yaml", ".").Root.Children);
}
