using System.Runtime.InteropServices;
using Hir.Shared.Configuration;
using Hir.Shared.Decoding;
using Hir.Shared.Prompts;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;

namespace Hir.Shared.Relabeling.Pieces;

/// <summary>
/// Sub-output relabeling (HIR, section 4.2): a piece of an output becomes what is trained on, the tokens before it context. A pure function
/// of the row; docs/relabeling.md has the rules.
/// </summary>
public sealed class PieceCutter
{
    private readonly PieceKind _kind;
    private readonly PieceUnit _unit;
    private readonly PieceSide _side;
    private readonly AskedInstructions _asks;
    private readonly Tokenizer _tokenizer;
    private readonly int _endId;
    private readonly Dictionary<string, int[]> _targets = new(StringComparer.Ordinal);

    /// <summary>Creates it.</summary>
    /// <param name="settings">Which pieces, of which units, on which side.</param>
    /// <param name="asks">phi's words: a piece that is right fulfils the wanted instruction.</param>
    /// <param name="tokenizer">The tokenizer of the model that sampled.</param>
    /// <param name="endId">The token that ends an output.</param>
    public PieceCutter(RelabelSection settings, AskedInstructions asks, Tokenizer tokenizer, int endId)
    {
        (_kind, _unit, _side) = (settings.Pieces, settings.PieceUnit, settings.PieceSide);
        (_asks, _tokenizer, _endId) = (asks, tokenizer, endId);
    }

    /// <summary>The cutter of a configuration, with the tokenizer of a folder; null where outputs stay whole.</summary>
    /// <param name="settings">Which pieces.</param>
    /// <param name="instructions">The instruction strings.</param>
    /// <param name="folder">The folder of the model that sampled, or of another version of it.</param>
    /// <exception cref="InputException">Pieces are wanted, and the folder is null or has no tokenizer.</exception>
    public static PieceCutter? Of(RelabelSection settings, Instructions instructions, string? folder)
    {
        if (settings.Pieces == PieceKind.None) return null;
        if (folder is null)
        {
            throw new InputException(
                "relabel.pieces: cutting outputs into pieces needs the tokenizer of the model that sampled them; "
                + "name its folder with --model.");
        }

        Tokenizer tokenizer = Tokenizer.Load(folder);
        return new PieceCutter(settings, RelabelCatalog.Asks(settings, instructions), tokenizer, OutputEnd.IdIn(folder, tokenizer));
    }

    /// <summary>What one relabeled row becomes: itself, itself with a piece, or itself and a row for the piece.</summary>
    /// <exception cref="InputException">The row's tokens are not of this tokenizer.</exception>
    public IEnumerable<ShardRow> Cut(ShardRow row)
    {
        if (row.OutputTokenIds.Count == 0) return [row];
        return _kind switch
        {
            PieceKind.Random => [Random(row)],
            PieceKind.Prefix when Prefix(row) is { } prefix => [row, prefix],
            _ => [row],
        };
    }

    // A wrong answer may begin rightly, so a right beginning does not contradict the instruction for one: there is no contrast.
    private ShardRow? Prefix(ShardRow row)
    {
        if (row is { IsSuccess: true } or { FirstError: null or 0 }) return null;
        OutputText text = new(row, _tokenizer);
        int right = text.TokensWithin(row.FirstError.Value);
        int end = text.Boundaries(_unit).Last(b => b <= right);
        if (end == 0) return null;
        return Piece(row, 0, end) with
        {
            SampleId = row.SampleId + "/prefix",
            RelabeledInstruction = _asks.Wanted,
            ContrastInstruction = null,
            IsSuccess = true,
        };
    }

    private ShardRow Random(ShardRow row)
    {
        OutputText text = new(row, _tokenizer);
        int[] boundaries = text.Boundaries(_unit);
        (int first, int last) = RandomPiece.Draw(
            boundaries.Length - 1, new RandomStream(row.Seed, StreamIds.Of("piece", row.SampleId), 0));
        (int start, int end) = (boundaries[first], boundaries[last]);
        if (end - start == row.OutputTokenIds.Count) return row;
        return IsRight(row, text, start, end) switch
        {
            null => row,
            // The row's own labels: a piece of a right output is right, and a wrong piece of a wrong one fulfils what the output fulfils.
            bool right when right == (row.IsSuccess == true) => Piece(row, start, end),
            _ => Piece(row, start, end) with
            {
                RelabeledInstruction = _asks.Wanted, ContrastInstruction = _asks.Unwanted, IsSuccess = true,
            },
        };
    }

    // By the target's tokens at the same places. The authors' code asks whether the text so far is a part of the target, which an empty or
    // one-letter text always is.
    private bool? IsRight(ShardRow row, OutputText text, int start, int end)
    {
        if (row.IsSuccess == true) return true;
        if (row.Target is not null)
        {
            int[] target = Target(row.Target);
            return end <= target.Length && row.OutputTokenIds.Skip(start).Take(end - start).SequenceEqual(target[start..end]);
        }

        return row.FirstError is { } error ? end <= text.TokensWithin(error) : null;
    }

    private int[] Target(string target)
    {
        ref int[]? ids = ref CollectionsMarshal.GetValueRefOrAddDefault(_targets, target, out _);
        return ids ??= [.. _tokenizer.Encode(target, addSpecialTokens: false), _endId];
    }

    private ShardRow Piece(ShardRow row, int start, int end) => row with { PieceStart = start, PieceEnd = end, PieceSide = _side };
}
