using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Classes;
using Hir.Shared.Relabeling.Constraints;
using Hir.Shared.Relabeling.Graded;
using Hir.Shared.Relabeling.Models;
using Hir.Shared.Relabeling.Pieces;
using Hir.Shared.Relabeling.Quantile;
using Hir.Shared.Relabeling.Scores;
using Hir.Shared.Shards;

namespace Hir.Shared.Configuration;

/// <summary>The instruction generation function phi. Each kind has a group of its own name; docs/relabeling.md describes them.</summary>
public sealed record RelabelSection : IConfigSection
{
    /// <summary>Which one, by name.</summary>
    public string Kind { get; set; } = BinaryRelabeler.Name;

    /// <summary>Which pieces of outputs are trained on: none (whole outputs), random, or prefix.</summary>
    public PieceKind Pieces { get; set; } = PieceKind.None;

    /// <summary>What pieces are made of: token, sentence or line.</summary>
    public PieceUnit PieceUnit { get; set; } = PieceUnit.Token;

    /// <summary>Where the tokens before a piece go: decoder or encoder.</summary>
    public PieceSide PieceSide { get; set; } = PieceSide.Decoder;

    /// <summary>Settings of binary.</summary>
    public BinarySection? Binary { get; set; }

    /// <summary>Settings of graded.</summary>
    public GradedSection? Graded { get; set; }

    /// <summary>Settings of quantile.</summary>
    public QuantileSection? Quantile { get; set; }

    /// <summary>Settings of scores.</summary>
    public ScoresSection? Scores { get; set; }

    /// <summary>Settings of constraints.</summary>
    public ConstraintsSection? Constraints { get; set; }

    /// <summary>Settings of model.</summary>
    public ModelSection? Model { get; set; }

    /// <summary>Settings of class.</summary>
    public ClassSection? Class { get; set; }

    /// <summary>
    /// The same with the group of the kind that is used, filled in where it was left out, and no other; paths are absolute.
    /// </summary>
    /// <param name="source">Where the section was read, for the folder that a relative path starts from.</param>
    /// <param name="feedback">R, resolved: the constraints that it scores are those that are asked for, unless others are named.</param>
    public RelabelSection Resolve(ConfigSource source, FeedbackSection? feedback = null)
    {
        RelabelSection resolved = this with
        {
            Binary = Used(BinaryRelabeler.Name, Binary),
            Graded = Used(GradedRelabeler.Name, Graded),
            Quantile = Used(QuantileRelabeler.Name, Quantile),
            Scores = Used(ScoresRelabeler.Name, Scores),
            Constraints = Used(ConstraintsRelabeler.Name, Constraints)?.Of(feedback?.Constraints),
            Model = Used(ModelSection.Name, Model),
            Class = Used(ClassRelabeler.Name, Class),
        };
        if (resolved.Model is { } model) resolved.Model = model with { Path = source.PathAt("relabel.model.path", model.Path) };
        if (resolved.Class is { } type)
        {
            resolved.Class = type with { Assembly = source.PathAt("relabel.class.assembly", type.Assembly) };
        }

        return resolved;

        T? Used<T>(string kind, T? section) where T : class, new() => Kind == kind ? section ?? new T() : null;
    }

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (!RelabelCatalog.Names.Contains(Kind)) yield return ("kind", UnknownName.Describe("relabeling", Kind, RelabelCatalog.Names));

        // What a kind cannot do without; the rest of a group is checked wherever it stands.
        if (Kind == ScoresRelabeler.Name && Scores is null or { Names.Count: 0 })
        {
            yield return (
                "scores.names", "missing; name the parts of the score that the instruction says, such as [exact_match, constraints]");
        }

        if (Kind == ModelSection.Name && Model is null or { Path.Length: 0 })
        {
            yield return ("model.path", "missing; give the folder of the model that writes the instructions");
        }

        if (Kind == ClassRelabeler.Name && Class is null or { Assembly.Length: 0 })
        {
            yield return ("class.assembly", "missing; give the path of the assembly that holds the class");
        }

        if (Kind == ClassRelabeler.Name && Class is null or { Type.Length: 0 })
        {
            yield return ("class.type", "missing; give the class's full name, such as MyRelabeling.ByLength");
        }
    }
}
