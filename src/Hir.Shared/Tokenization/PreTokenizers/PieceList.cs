using System.Runtime.InteropServices;

namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Pieces of a text, one after the other in a single buffer, so that cutting a text makes no string for each word.</summary>
internal sealed class PieceList(int capacity = 0)
{
    private readonly List<char> _chars = new(capacity);
    private readonly List<(int End, bool AtStart)> _pieces = [];

    public int Count => _pieces.Count;

    /// <summary>The text of a piece; valid until the list changes.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            int start = index == 0 ? 0 : _pieces[index - 1].End;
            return CollectionsMarshal.AsSpan(_chars)[start.._pieces[index].End];
        }
    }

    /// <summary>Whether a piece begins where the whole text begins.</summary>
    public bool IsAtStart(int index) => _pieces[index].AtStart;

    /// <summary>Appends characters to the piece that is being written.</summary>
    public void Append(ReadOnlySpan<char> text) => _chars.AddRange(text);

    /// <summary>Ends the piece that is being written; an empty one is left out.</summary>
    public void EndPiece(bool atStart)
    {
        int start = _pieces.Count == 0 ? 0 : _pieces[^1].End;
        if (_chars.Count > start) _pieces.Add((_chars.Count, atStart));
    }

    /// <summary>Appends a whole piece.</summary>
    public void Add(ReadOnlySpan<char> text, bool atStart)
    {
        Append(text);
        EndPiece(atStart);
    }

    public void Clear()
    {
        _chars.Clear();
        _pieces.Clear();
    }
}
