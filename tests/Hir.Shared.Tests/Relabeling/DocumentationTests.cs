using Hir.Shared.Configuration;
using Hir.Shared.Relabeling;
using Hir.Testing;

namespace Hir.Shared.Tests.Relabeling;

/// <summary>The examples of docs/relabeling.md are configurations, and name every kind.</summary>
public sealed class DocumentationTests
{
    private static readonly string[] Examples = [.. Blocks(File.ReadAllText(Path.Combine(SharedFixtures.Root, "docs", "relabeling.md")))
        .Where(b => b.StartsWith("relabel:", StringComparison.Ordinal) || b.StartsWith("feedback:", StringComparison.Ordinal))];

    [Fact]
    public void Examples_Each_BindsAndMakesAnInstructionGenerationFunction()
    {
        List<string> kinds = [];
        foreach (string example in Examples)
        {
            ConfigSource source = ConfigSource.Parse($"model: m\ntasks: [t]\n{example}", "relabeling.md", "/");
            RunConfig config = ConfigBinder.Bind<RunConfig>(source);
            RelabelSection section = config.Relabel.Resolve(source, config.Feedback.Resolve(source));
            if (section.Kind is not ("model" or "class")) Assert.NotNull(RelabelCatalog.Create(section, Instructions.Default));
            kinds.Add(section.Kind);
        }

        Assert.Equal(RelabelCatalog.Names.Order(), kinds.Distinct().Order());
    }

    // What is written out in an example is the default, so that the example says what there is.
    [Fact]
    public void Examples_OfLevels_ShowTheDefaults()
    {
        foreach (string kind in new[] { "graded", "quantile" })
        {
            RelabelSection shown = Section(Examples.Last(e => e.Contains($"kind: {kind}", StringComparison.Ordinal)));
            Assert.Equal(
                ConfigBinder.ToYaml(new RelabelSection { Kind = kind }.Resolve(ConfigSource.Empty("/"))), ConfigBinder.ToYaml(shown));
        }

        static RelabelSection Section(string example)
        {
            ConfigSource source = ConfigSource.Parse($"model: m\ntasks: [t]\n{example}", "relabeling.md", "/");
            return ConfigBinder.Bind<RunConfig>(source).Relabel.Resolve(source);
        }
    }

    private static IEnumerable<string> Blocks(string text)
    {
        List<string> block = [];
        foreach (string line in text.Split('\n').Append(""))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                block.Add(line[4..]);
            }
            else if (block.Count > 0)
            {
                yield return string.Join('\n', block) + "\n";
                block.Clear();
            }
        }
    }
}
