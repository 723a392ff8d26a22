namespace Hir.Sampler.Engines;

/// <summary>
/// Which sequence lies in which row of a decode step. Rows form a grid [groups, samples]: the sequences of a group come from one prompt and share its
/// cross-attention keys and values. A closed sequence leaves a hole that is computed for nothing until another fills it, or the grid is built anew.
/// </summary>
internal sealed class SlotGrid
{
    private const int None = -1;

    private readonly List<int> _prompts = [];
    private readonly List<int> _sequences = [];
    private readonly List<int> _live = [];

    /// <summary>Rows a group.</summary>
    public int Samples { get; private set; } = 1;

    /// <summary>Groups, empty ones between others included.</summary>
    public int Groups => _prompts.Count;

    /// <summary>Rows that a step computes.</summary>
    public int Rows => _sequences.Count;

    /// <summary>The prompt of a group; an empty group keeps the one it had.</summary>
    public int PromptOf(int group) => _prompts[group];

    /// <summary>The sequence in a row, or -1.</summary>
    public int SequenceIn(int row) => _sequences[row];

    /// <summary>Puts a sequence into a hole of its prompt's groups, else into an empty group, else into a new group at the end.</summary>
    /// <param name="sequence">The sequence's handle.</param>
    /// <param name="prompt">The prompt's handle.</param>
    /// <param name="entersGroup">Whether the group's prompt has changed, so that its keys and values have to be written.</param>
    /// <returns>The row.</returns>
    public int Place(int sequence, int prompt, out bool entersGroup)
    {
        int group = None;
        int empty = None;
        for (int g = 0; g < _prompts.Count && group == None; g++)
        {
            if (_live[g] == 0)
            {
                if (_prompts[g] == prompt) group = g;
                else if (empty == None) empty = g;
            }
            else if (_prompts[g] == prompt && _live[g] < Samples)
            {
                group = g;
            }
        }

        entersGroup = group == None;
        if (group == None) group = empty == None ? AddGroup(prompt) : empty;

        _prompts[group] = prompt;
        int row = group * Samples;
        while (_sequences[row] != None) row++;
        _sequences[row] = sequence;
        _live[group]++;
        return row;
    }

    /// <summary>Takes a sequence out. Empty groups at the end go with it.</summary>
    public void Remove(int row)
    {
        if (_sequences[row] == None) throw new InvalidOperationException($"Row {row} is empty already.");
        _sequences[row] = None;
        _live[row / Samples]--;
        int groups = _prompts.Count;
        while (groups > 0 && _live[groups - 1] == 0) groups--;
        _prompts.RemoveRange(groups, _prompts.Count - groups);
        _live.RemoveRange(groups, _live.Count - groups);
        _sequences.RemoveRange(groups * Samples, _sequences.Count - groups * Samples);
    }

    /// <summary>Empties the grid and sets the rows a group.</summary>
    public void Reset(int samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        _prompts.Clear();
        _sequences.Clear();
        _live.Clear();
        Samples = samples;
    }

    private int AddGroup(int prompt)
    {
        _prompts.Add(prompt);
        _live.Add(0);
        for (int s = 0; s < Samples; s++) _sequences.Add(None);
        return _prompts.Count - 1;
    }
}
