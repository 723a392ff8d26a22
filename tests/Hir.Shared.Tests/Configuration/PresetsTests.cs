using Hir.Shared.Configuration;

namespace Hir.Shared.Tests.Configuration;

public sealed class PresetsTests
{
    private const string Minimal = "model: base\ntasks: [word_sorting]\n";

    [Fact]
    public void Apply_NoPreset_LeavesTheDefaults()
    {
        RunConfig config = Bind(Minimal);

        Assert.Equal("robust", config.Preset);
        Assert.Equal(new ObjectiveSection(), config.Objective);
        Assert.Equal(new TrainingSection(), config.Training);
        Assert.Equal(new ReplaySection(), config.Replay);
    }

    /// <summary>The values of the paper's Table 7 and of the authors' code, by hand.</summary>
    [Theory]
    [InlineData("paper", ContrastKind.Batch, 4)]
    [InlineData("authors-code", ContrastKind.Pair, 1)]
    public void Apply_PublishedSettings_AreThoseOfTheTable(string preset, ContrastKind contrast, int samples)
    {
        RunConfig config = Bind($"preset: {preset}\n" + Minimal);

        Assert.Equal((contrast, 1.0, 0.001, 0.2, 0.2), (
            config.Objective.Contrast, config.Objective.Alpha, config.Objective.Beta, config.Objective.LabelSmoothing,
            config.Objective.ContrastSmoothing));
        Assert.Equal((64, 0.0, 10.0, 5e-4, 0.0), (
            config.Training.BatchSize, config.Training.SuccessShare, config.Training.MaxEpochs, config.Training.LearningRate,
            config.Training.WeightDecay));
        Assert.Equal((samples, 1.0, 0), (config.Sampling.Samples, config.Sampling.Temperature, config.Sampling.Queries));
        Assert.Equal((1.0, false, false), (config.Objective.WrongWeight, config.Replay.Deduplicate, config.Replay.DropUnfinished));
    }

    [Fact]
    public void Apply_Graded_RanksPartialScores()
    {
        RunConfig config = Bind("preset: graded\nrelabel: { quantile: { levels: 3 } }\n" + Minimal);

        Assert.Equal(("edit_distance", "quantile"), (config.Feedback.Kind, config.Relabel.Kind));
        Assert.Equal((3, 2, 0.1), (config.Relabel.Quantile!.Levels, config.Relabel.Quantile.Window, config.Relabel.Quantile.TopShare));
        Assert.Equal((2, 0.1, 0.1), (config.Replay.Window, config.Objective.Alpha, config.Objective.WrongWeight));
    }

    [Fact]
    public void Apply_Steering_AsksForLowerLevelsToo()
    {
        RunConfig config = Bind("preset: steering\n" + Minimal);

        Assert.Equal(("graded", ContrastKind.None), (config.Relabel.Kind, config.Objective.Contrast));
        Assert.Equal([1, 0.75, 0.5, 0.25], config.Relabel.Graded!.Thresholds);
        Assert.Equal((0.2, 0.6, 0.5), (config.Sampling.LowerShare, config.Training.SuccessShare, config.Objective.WrongWeight));
    }

    [Fact]
    public void Apply_KeysOfTheFileAndTheCommandLine_StandAboveThePreset()
    {
        ConfigSource source = Source("preset: paper\n" + Minimal + "objective: { alpha: 0.5 }\n");
        source.Set("sampling.samples=2");
        Presets.Apply<RunConfig>(source);
        RunConfig config = ConfigBinder.Bind<RunConfig>(source);

        Assert.Equal((0.5, 2, 64), (config.Objective.Alpha, config.Sampling.Samples, config.Training.BatchSize));
    }

    [Fact]
    public void Apply_ToLearning_PassesTheSettingsOfSamplingBy()
    {
        ConfigSource source = Source("preset: authors-code");
        Presets.Apply<LearnConfig>(source);

        Assert.Equal(ContrastKind.Pair, ConfigBinder.Bind<LearnConfig>(source).Objective.Contrast);
    }

    [Fact]
    public void Apply_ResolvedConfiguration_ChangesNothing()
    {
        foreach (string preset in Presets.Names)
        {
            string yaml = ConfigBinder.ToYaml(Bind($"preset: {preset}\n" + Minimal));
            Assert.Equal(yaml, ConfigBinder.ToYaml(Bind(yaml)));
        }
    }

    [Fact]
    public void Apply_UnknownName_SaysWhichThereAre()
    {
        InputException error = Assert.Throws<InputException>(() => Bind("preset: papper\n" + Minimal));

        Assert.Contains("Did you mean \"paper\"?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_GroupThatIsNoMapping_IsStillComplainedOf() =>
        Assert.Contains(
            "run.yaml:4: objective: 'hir' is not a group of keys",
            Assert.Throws<InputException>(() => Bind("preset: paper\n" + Minimal + "objective: hir\n")).Problems);

    [Fact]
    public void SettingsOf_EveryPreset_HoldsKeysThatExist()
    {
        // A misspelt key of the table would end here as an unknown key.
        foreach (string preset in Presets.Names) Bind($"preset: {preset}\n" + Minimal);
        Assert.Equal(["robust", "paper", "authors-code"], Presets.Names.Take(3));
    }

    private static RunConfig Bind(string yaml)
    {
        ConfigSource source = Source(yaml);
        Presets.Apply<RunConfig>(source);
        return ConfigBinder.Bind<RunConfig>(source);
    }

    private static ConfigSource Source(string yaml) => ConfigSource.Parse(yaml, "run.yaml", "/");
}
