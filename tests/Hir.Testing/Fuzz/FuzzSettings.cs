using System.Globalization;

namespace Hir.Testing.Fuzz;

/// <summary>How long fuzz tests run, from the environment.</summary>
public static class FuzzSettings
{
    private const int FewInputs = 250;

    /// <summary>HIR_FUZZ_INPUTS: inputs for each reader; few by default, so that all fuzz tests take seconds.</summary>
    public static int Inputs { get; } = Read("HIR_FUZZ_INPUTS", FewInputs);

    /// <summary>HIR_FUZZ_FIRST: the index of the first input, to see one finding again.</summary>
    public static int First { get; } = Read("HIR_FUZZ_FIRST", 0);

    /// <summary>HIR_FUZZ_SEED: another seed makes other inputs.</summary>
    public static int Seed { get; } = Read("HIR_FUZZ_SEED", 1);

    /// <summary>HIR_FUZZ_REPORT: a file that a line of figures for each reader is appended to; null for none.</summary>
    public static string? Report { get; } = Environment.GetEnvironmentVariable("HIR_FUZZ_REPORT");

    private static int Read(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : otherwise;
}
