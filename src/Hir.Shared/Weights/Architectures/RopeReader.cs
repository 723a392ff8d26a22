namespace Hir.Shared.Weights.Architectures;

/// <summary>
/// Reads the rotary positions of a config.json: rope_theta and rope_scaling as older versions of Transformers write them, or
/// rope_parameters with both, as newer ones do.
/// </summary>
internal static class RopeReader
{
    private const string Older = "rope_scaling", Newer = "rope_parameters", Theta = "rope_theta";

    private static readonly string[] Known =
    [
        "rope_type", "type", Theta, "factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings",
        "partial_rotary_factor",
    ];

    public static RopeConfig Read(ConfigReader reader)
    {
        double theta = reader.Positive(Theta, 10000);
        if (reader.Has(Older) && reader.Has(Newer)) reader.Problem(Newer, $"{Older} is there too; keep one of them.");
        string key = reader.Has(Newer) ? Newer : Older;
        if (reader.Section(key) is not { } rope) return new RopeConfig { Theta = theta };

        foreach (string other in rope.Keys.Except(Known)) rope.Problem(other, "this setting of rotary positions is not supported.");
        if (rope.Positive("partial_rotary_factor", 1) != 1) rope.Problem("partial_rotary_factor", "only 1 is supported.");
        double own = rope.Positive(Theta, theta);
        if (reader.Has(Theta) && own != theta) rope.Problem(Theta, $"it is {own}, and {Theta} beside it is {theta}; keep one of them.");
        string type = rope.Text("rope_type") ?? rope.Text("type") ?? "default";
        RopeConfig config = new() { Theta = own };
        switch (type)
        {
            case "default":
                return config;
            case "linear":
                return config with { Scaling = RopeScaling.Linear, Factor = Required(rope, "factor") };
            case "llama3":
                config = config with
                {
                    Scaling = RopeScaling.Llama3,
                    Factor = Required(rope, "factor"),
                    LowFrequencyFactor = Required(rope, "low_freq_factor"),
                    HighFrequencyFactor = Required(rope, "high_freq_factor"),
                    OriginalMaxPositions = rope.Int("original_max_position_embeddings", null),
                };
                if (config.HighFrequencyFactor <= config.LowFrequencyFactor)
                {
                    rope.Problem(
                        "high_freq_factor",
                        $"it is {config.HighFrequencyFactor}, and must be above low_freq_factor {config.LowFrequencyFactor}.");
                }

                return config;
            default:
                rope.Problem("rope_type", $"it is '{type}'; default, linear and llama3 are supported.");
                return config;
        }
    }

    private static double Required(ConfigReader rope, string key)
    {
        if (!rope.Has(key)) rope.Problem(key, "it is missing.");
        return rope.Positive(key, 1);
    }
}
