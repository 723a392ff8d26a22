using System.Runtime.InteropServices;

namespace Hir.Sampler.Engines;

/// <summary>
/// Which sequence lies in which row of a decode step. Rows are dense: who enters takes the place of one who left, and what is still empty is filled
/// from the end.
/// </summary>
internal sealed class DecodeRows(RowBuffers buffers)
{
    private readonly List<DecodeRow?> _rows = [];
    private readonly List<DecodeRow> _waiting = [];
    private readonly List<CacheMove> _moves = [];
    private bool _changed;

    /// <summary>Adds a sequence; it has a row after <see cref="Arrange"/>.</summary>
    public void Enter(DecodeRow sequence)
    {
        _waiting.Add(sequence);
        _changed = true;
    }

    /// <summary>Takes a sequence out.</summary>
    public void Leave(DecodeRow sequence)
    {
        if (sequence.Row < 0) _waiting.Remove(sequence);
        else _rows[sequence.Row] = null;
        _changed = true;
    }

    /// <summary>Notes that a step wrote one position of every row.</summary>
    public void Advance()
    {
        foreach (DecodeRow? sequence in _rows) _changed |= ++sequence!.Position >= buffers.Cache.Length;
    }

    /// <summary>Gives every sequence its row and its room.</summary>
    /// <returns>Whether the caches were laid out anew, with more room.</returns>
    public bool Arrange()
    {
        if (!_changed) return false;
        _changed = false;
        int before = _rows.Count;
        bool isFresh = _rows.TrueForAll(row => row is null);
        Place();

        int positions = 0;
        foreach (DecodeRow? sequence in _rows) positions = Math.Max(positions, sequence!.Position + 1);
        // What buffers were left by earlier work plays no part where nothing goes on: a job is computed alike in a fresh engine and in a used one.
        bool isNew = isFresh || positions > buffers.Cache.Length;
        if (isFresh) buffers.Cache.Reset(_rows.Count, CacheCapacity.For(positions));
        else if (isNew) Rearrange(CacheCapacity.For(positions));
        else Compact(before);

        foreach (DecodeRow sequence in _waiting)
        {
            if (sequence.Read.Batch is { } batch) buffers.Cache.CopyFrom(batch.Cache, sequence.Read.Entry, sequence.Row, sequence.Read.Past);
        }

        _waiting.Clear();
        buffers.Bind();
        return isNew;
    }

    /// <summary>Fills the holes, with who waits first; <see cref="_moves"/> says which rows changed their place.</summary>
    private void Place()
    {
        _moves.Clear();
        int next = 0;
        for (int row = 0; row < _rows.Count; row++)
        {
            if (_rows[row] is not null) continue;
            if (next < _waiting.Count)
            {
                Put(_waiting[next++], row);
                continue;
            }

            while (_rows.Count > row && _rows[^1] is null) _rows.RemoveAt(_rows.Count - 1);
            if (_rows.Count == row) break;
            DecodeRow last = _rows[^1]!;
            _rows.RemoveAt(_rows.Count - 1);
            _moves.Add(new CacheMove(last.Row, row, last.Position));
            Put(last, row);
        }

        for (; next < _waiting.Count; next++)
        {
            _rows.Add(null);
            Put(_waiting[next], _rows.Count - 1);
        }

        void Put(DecodeRow sequence, int row)
        {
            _rows[row] = sequence;
            sequence.Row = row;
        }
    }

    private void Compact(int before)
    {
        buffers.Cache.Resize(Math.Max(before, _rows.Count));
        foreach (CacheMove move in _moves) buffers.Cache.CopyFrom(buffers.Cache, move.From, move.To, move.Valid);
        buffers.Cache.Resize(_rows.Count);
    }

    private void Rearrange(int capacity)
    {
        Dictionary<int, int> from = _moves.ToDictionary(move => move.To, move => move.From);
        List<CacheMove> moves = [];
        foreach (DecodeRow? sequence in _rows)
        {
            if (!_waiting.Contains(sequence!)) moves.Add(new CacheMove(from.GetValueOrDefault(sequence!.Row, sequence.Row), sequence.Row, sequence.Position));
        }

        buffers.Cache.Rearrange(_rows.Count, capacity, CollectionsMarshal.AsSpan(moves));
    }
}
