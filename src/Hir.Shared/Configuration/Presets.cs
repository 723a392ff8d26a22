namespace Hir.Shared.Configuration;

/// <summary>
/// Named bundles of settings that lie beneath a configuration's own: what the file, --set or an option says always wins. docs/presets.md
/// says
/// what each is for.
/// </summary>
public static class Presets
{
    /// <summary>The preset of a configuration that names none: the settings' own defaults.</summary>
    public const string Default = "robust";

    /// <summary>The key that names a preset, at the top of a configuration.</summary>
    public const string Key = "preset";

    // A preset is a row: its name and what it sets. To add one, add a row here and a section in docs/presets.md.
    private static readonly (string Name, (string Key, string Value)[] Settings)[] Table =
    [
        (Default, []),
        ("paper",
        [
            .. AsPublished,
            ("sampling.samples", "4"),
            ("objective.contrast", "batch"),
        ]),
        ("authors-code",
        [
            .. AsPublished,
            ("iterations", "31"),
            ("sampling.samples", "1"),
            ("sampling.max_new_tokens", "256"),
            ("objective.contrast", "pair"),
            ("objective.contrast_smoothing", "0.2"),
        ]),
        ("graded",
        [
            ("sampling.queries", "800"),
            ("sampling.samples", "4"),
            .. PartialScores,
            ("relabel.kind", "quantile"),
            ("relabel.quantile.top_share", "0.1"),
            ("relabel.quantile.window", "2"),
            ("replay.window", "2"),
            ("objective.alpha", "0.1"),
            ("training.steps", "80"),
        ]),
        ("steering",
        [
            .. PartialScores,
            ("relabel.kind", "graded"),
            ("relabel.graded.thresholds", "[1, 0.75, 0.5, 0.25]"),
            ("relabel.graded.contrast", "none"),
            ("sampling.lower_share", "0.2"),
            ("objective.contrast", "none"),
            ("objective.wrong_weight", "0.5"),
            ("training.success_share", "0.6"),
        ]),
        ("ppo", [.. OnPolicy, ("objective.kind", "ppo"), ("objective.kl", "0.05"), ("objective.beta", "0.001"), ("sampling.samples", "4")]),
        ("grpo", [.. OnPolicy, ("objective.kind", "grpo"), ("objective.kl", "0.04"), ("objective.beta", "0"), ("sampling.samples", "8")]),
    ];

    /// <summary>The names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(p => p.Name)];

    // What the paper (Table 7) and the authors' code have in common.
    private static (string, string)[] AsPublished =>
    [
        ("sampling.queries", "0"),
        ("sampling.temperature", "1"),
        ("objective.kind", "hir"),
        ("objective.alpha", "1"),
        ("objective.beta", "0.001"),
        ("objective.label_smoothing", "0.2"),
        ("objective.wrong_weight", "1"),
        ("relabel.pieces", "random"),
        ("relabel.piece_side", "encoder"),
        ("training.batch_size", "64"),
        ("training.success_share", "0"),
        // Ten epochs, however many steps they are.
        ("training.max_epochs", "10"),
        ("training.steps", "1000000"),
        ("training.learning_rate", "5e-4"),
        ("training.weight_decay", "0"),
        ("replay.window", "0"),
        ("replay.deduplicate", "false"),
        ("replay.drop_unfinished", "false"),
    ];

    // A score that says how much of an answer is right.
    private static (string, string)[] PartialScores =>
    [
        ("feedback.kind", "edit_distance"),
        ("feedback.edit_distance.unit", "words"),
    ];

    private static (string, string)[] OnPolicy =>
    [
        ("sampling.temperature", "1"),
        ("training.learning_rate", "1e-4"),
        ("training.max_epochs", "4"),
        ("replay.window", "1"),
    ];

    /// <summary>Whether there is such a preset, and if not, what to say.</summary>
    public static IEnumerable<(string Key, string Problem)> Problems(string name)
    {
        if (!Names.Contains(name)) yield return (Key, UnknownName.Describe(Key, name, Names));
    }

    /// <summary>What a preset sets: dotted keys and their values as YAML.</summary>
    /// <exception cref="InputException">There is no such preset.</exception>
    public static IReadOnlyList<(string Key, string Value)> SettingsOf(string name) =>
        Table.FirstOrDefault(p => p.Name == name) is { Name: not null } preset
            ? preset.Settings
            : throw new InputException(UnknownName.Describe(Key, name, Names));

    /// <summary>Lays the preset that a document names (or the default) beneath it; keys that the configuration does not have are passed
    /// by.</summary>
    /// <typeparam name="T">The configuration that the document will be bound to.</typeparam>
    /// <param name="source">The document, with everything laid over it that the command line says.</param>
    /// <exception cref="InputException">There is no such preset.</exception>
    public static void Apply<T>(ConfigSource source) where T : IConfigSection
    {
        string name = source.TextAt(Key) ?? Default;
        var known = ConfigBinder.Properties(typeof(T));
        foreach ((string key, string value) in SettingsOf(name))
        {
            if (known.ContainsKey(key.Split('.')[0])) source.SetDefault(key, value, $"preset {name}: {key}");
        }
    }
}
