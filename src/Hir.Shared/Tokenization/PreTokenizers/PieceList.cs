namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Pieces of a text, one after the other in a single buffer, so that cutting a text makes no string for each word.</summary>
internal sealed class PieceList(int capacity = 0)
{
    private char[] _chars = new char[capacity];
    private (int End, bool AtStart)[] _pieces = [];
    private int _length;

    public int Count { get; private set; }

    /// <summary>Two more lists for steps between source and target, made when first asked for; they belong to this one's user.</summary>
    public (PieceList First, PieceList Second) Spares => field.First is null ? field = (new PieceList(), new PieceList()) : field;

    /// <summary>The text of a piece; valid until the list changes.</summary>
    public ReadOnlySpan<char> this[int index] => _chars.AsSpan(StartOf(index).._pieces[index].End);

    /// <summary>Whether a piece begins where the whole text begins.</summary>
    public bool IsAtStart(int index) => _pieces[index].AtStart;

    /// <summary>Appends characters to the piece that is being written.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(Room(text.Length));
        Advance(text.Length);
    }

    /// <summary>Room for characters after the piece that is being written, which <see cref="Advance"/> then counts in.</summary>
    public Span<char> Room(int count)
    {
        if (_chars.Length - _length < count) Array.Resize(ref _chars, Math.Max(_length + count, _chars.Length * 2));
        return _chars.AsSpan(_length, count);
    }

    /// <summary>Counts characters in that were written into <see cref="Room"/>.</summary>
    public void Advance(int count) => _length += count;

    /// <summary>Ends the piece that is being written; an empty one is left out.</summary>
    public void EndPiece(bool atStart)
    {
        if (_length == StartOf(Count)) return;
        if (Count == _pieces.Length) Array.Resize(ref _pieces, Math.Max(16, Count * 2));
        _pieces[Count++] = (_length, atStart);
    }

    /// <summary>Appends a whole piece.</summary>
    public void Add(ReadOnlySpan<char> text, bool atStart)
    {
        Append(text);
        EndPiece(atStart);
    }

    public void Clear()
    {
        _length = 0;
        Count = 0;
    }

    private int StartOf(int index) => index == 0 ? 0 : _pieces[index - 1].End;
}
