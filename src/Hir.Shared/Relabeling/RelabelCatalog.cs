using Hir.Shared.Configuration;
using Hir.Shared.Relabeling.Classes;
using Hir.Shared.Relabeling.Constraints;
using Hir.Shared.Relabeling.Graded;
using Hir.Shared.Relabeling.Models;
using Hir.Shared.Relabeling.Quantile;
using Hir.Shared.Relabeling.Scores;

namespace Hir.Shared.Relabeling;

/// <summary>The instruction generation functions that a configuration can name.</summary>
public static class RelabelCatalog
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        BinaryRelabeler.Name, GradedRelabeler.Name, QuantileRelabeler.Name, ScoresRelabeler.Name, ConstraintsRelabeler.Name,
        ModelSection.Name, ClassRelabeler.Name,
    ];

    /// <summary>Creates an instruction generation function that has no settings of its own, by its name.</summary>
    /// <exception cref="InputException">The name is not known.</exception>
    public static IRelabeler Create(string name, Instructions instructions) =>
        Create(new RelabelSection { Kind = name }, instructions);

    /// <summary>Creates the instruction generation function of a configuration.</summary>
    /// <exception cref="InputException">
    /// The name is not known, it is a model, which only a sampler runs, or its settings do not fit.
    /// </exception>
    public static IRelabeler Create(RelabelSection settings, Instructions instructions) => settings.Kind switch
    {
        BinaryRelabeler.Name => new BinaryRelabeler(instructions, (settings.Binary ?? new BinarySection()).SuccessScore),
        GradedRelabeler.Name => new GradedRelabeler(settings.Graded ?? new GradedSection(), instructions),
        QuantileRelabeler.Name => new QuantileRelabeler(settings.Quantile ?? new QuantileSection(), instructions),
        ScoresRelabeler.Name => new ScoresRelabeler(settings.Scores ?? new ScoresSection()),
        ConstraintsRelabeler.Name => new ConstraintsRelabeler(settings.Constraints ?? new ConstraintsSection(), instructions),
        ClassRelabeler.Name => ClassRelabeler.Create(settings.Class ?? new ClassSection(), instructions),
        ModelSection.Name => throw new InputException(
            "relabel.kind: model runs a language model, which a learner does not; write the instructions with `hir relabel` first."),
        _ => throw new InputException(UnknownName.Describe("relabeling", settings.Kind, Names)),
    };

    /// <summary>What to ask under: what the instruction generation function of a configuration asks, without running it.</summary>
    /// <exception cref="InputException">As of <see cref="Create(RelabelSection, Instructions)"/>, except that a model asks too.</exception>
    public static AskedInstructions Asks(RelabelSection settings, Instructions instructions) =>
        (settings.Kind == ModelSection.Name ? null : Create(settings, instructions).Asks) ?? AskedInstructions.Of(instructions);
}
