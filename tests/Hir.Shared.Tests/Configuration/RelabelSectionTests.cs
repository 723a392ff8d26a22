using Hir.Shared.Configuration;
using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Levels;
using Hir.Shared.Relabeling.Pieces;

namespace Hir.Shared.Tests.Configuration;

public sealed class RelabelSectionTests
{
    [Fact]
    public void Bind_EveryGroup_IsReadAndWrittenAgain()
    {
        RelabelSection section = Bind("""
            kind: graded
            pieces: random
            piece_unit: sentence
            piece_side: encoder
            binary: { success_score: 0.5 }
            graded: { thresholds: [0.9, 0.2], words: ["top, truly", middle, low], contrast: random }
            quantile: { window: 3, top_share: 0.05, levels: 4, wording: "about {percent}" }
            scores: { names: [a, b], best: "1, 2", decimals: 0 }
            constraints: { asked: ["be short", "use a, b"], contrast: one }
            model: { path: writer, empty: leave_out }
            class: { assembly: x.dll, type: X }
            """).Relabel;

        Assert.Equal((PieceKind.Random, PieceUnit.Sentence, "Encoder"), (section.Pieces, section.PieceUnit, section.PieceSide.ToString()));
        Assert.Equal([0.9, 0.2], section.Graded!.Thresholds);
        Assert.Equal(["top, truly", "middle", "low"], section.Graded.Words);
        Assert.Equal(LevelContrast.Random, section.Graded.Contrast);
        Assert.Equal([1.0, 2.0], section.Scores!.Best);
        Assert.Equal(["be short", "use a, b"], section.Constraints!.Asked);
        string yaml = ConfigBinder.ToYaml(new ScoringConfig { Relabel = section });
        Assert.Equal(yaml, ConfigBinder.ToYaml(ConfigBinder.Bind<ScoringConfig>(ConfigSource.Parse(yaml, "again.yaml", "/"))));
    }

    [Fact]
    public void Resolve_AKind_KeepsItsGroupAloneAndMakesPathsAbsolute()
    {
        ConfigSource source = ConfigSource.Parse("relabel: { kind: model, model: { path: writer }, graded: { wording: 'x {score}' } }", "run.yaml", "/here");
        RelabelSection section = ConfigBinder.Bind<ScoringConfig>(source).Relabel.Resolve(source);

        Assert.Equal("/here/writer", section.Model!.Path);
        Assert.Null(section.Graded);
        Assert.Equal(2, new RelabelSection { Kind = "quantile" }.Resolve(source).Quantile!.Window);
    }

    [Theory]
    [InlineData("kind: gradde", "relabel.kind: relabeling \"gradde\" is not known; known are binary, graded, quantile, scores, constraints, model, class. Did you mean \"graded\"?")]
    [InlineData("graded: { thresholds: [] }", "relabel.graded.thresholds: is empty")]
    [InlineData("graded: { thresholds: [0.5, 0.5] }", "relabel.graded.thresholds: 0.5 is not allowed: each is below the one before")]
    [InlineData("graded: { thresholds: [high] }", "relabel.graded.thresholds: a list is not a list of numbers")]
    [InlineData("graded: { words: [a, b] }", "relabel.graded.words: has 2 instructions for 5 levels")]
    [InlineData("graded: { wording: good }", "relabel.graded.wording: 'good' lacks {score}")]
    [InlineData("quantile: { window: 0 }", "relabel.quantile.window: 0 is not allowed: at least 1")]
    [InlineData("quantile: { top_share: 1 }", "relabel.quantile.top_share: 1 is not allowed: above 0 and below 1")]
    [InlineData("quantile: { levels: 1 }", "relabel.quantile.levels: 1 is not allowed: 2 to 100")]
    [InlineData("quantile: { top_shar: 0.1 }", "relabel.quantile.top_shar: unknown key; did you mean top_share?")]
    [InlineData("kind: scores", "relabel.scores.names: missing")]
    [InlineData("scores: { names: [a, a] }", "relabel.scores.names: holds a name twice")]
    [InlineData("scores: { names: [a], best: [0], worst: [0] }", "relabel.scores.worst: has a value that is the best one too")]
    [InlineData("constraints: { asked: [a, a] }", "relabel.constraints.asked: holds a constraint twice")]
    [InlineData("kind: model", "relabel.model.path: missing")]
    [InlineData("model: { prompt: 'write' }", "relabel.model.prompt: 'write' holds none of {query}")]
    [InlineData("kind: class", "relabel.class.assembly: missing")]
    [InlineData("pieces: some", "relabel.pieces: 'some' is not one of none, random, prefix")]
    public void Bind_WhatCannotBe_IsSaidWithTheMend(string yaml, string expected) => Assert.Contains(
        Assert.Throws<InputException>(() => Bind(yaml)).Problems, p => p.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Asks_OfAModel_AreTheTwoInstructionsWithoutRunningIt() => Assert.Equal(
        "right", RelabelCatalog.Asks(new RelabelSection { Kind = "model" }, new Instructions("right", "wrong")).Wanted);

    private static ScoringConfig Bind(string yaml) =>
        ConfigBinder.Bind<ScoringConfig>(ConfigSource.Parse("relabel:\n  " + yaml.Replace("\n", "\n  ", StringComparison.Ordinal), "run.yaml", "/"));
}
