using Hir.Shared.Feedback;
using Hir.Shared.Shards;

namespace Hir.Shared.Relabeling;

/// <summary>
/// Scripted binary feedback (HIR, section A.2): a right output fulfils the correct-answer instruction and a wrong one the wrong-answer
/// instruction, whichever of the two it was sampled under; the other one is the contrast. A row without a score is left out.
/// </summary>
/// <remarks>
/// The paper's R is 1 if the output does what p asks, and its phi keeps p then and swaps it otherwise. With two instructions that is the
/// same as choosing by whether the output is right, which is what the score says here.
/// </remarks>
public sealed class BinaryRelabeler : IRelabeler
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "binary";

    private readonly Relabel _success;
    private readonly Relabel _failure;
    private readonly double _successScore;

    /// <summary>Creates it.</summary>
    /// <param name="instructions">The two instructions.</param>
    /// <param name="successScore">The least score of an output that counts as right.</param>
    public BinaryRelabeler(Instructions instructions, double successScore = 1)
    {
        _success = new Relabel(instructions.Correct, instructions.Wrong, IsSuccess: true);
        _failure = new Relabel(instructions.Wrong, instructions.Correct, IsSuccess: false);
        _successScore = successScore;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows) => [.. rows.Select(RelabelOne)];

    private Relabel RelabelOne(ShardRow row) => row switch
    {
        { ScoreStatus: not ScoreStatus.Ok } or { Score: null } => Relabeling.Relabel.LeftOut,
        { Score: { } score } => score >= _successScore ? _success : _failure,
    };
}
