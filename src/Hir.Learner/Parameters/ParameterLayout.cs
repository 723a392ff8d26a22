namespace Hir.Learner.Parameters;

/// <summary>
/// The order of all weights in the flat buffers, and the leaves that the model computes with: one a weight, and further ones for a weight
/// that has several uses. Each leaf adds its gradient to the weight's by itself.
/// </summary>
internal sealed class ParameterLayout
{
    private readonly List<ParameterSlot> _slots = [];
    private readonly Dictionary<string, ParameterSlot> _leaves = [];

    /// <summary>Every weight of the checkpoint, in the buffer's order.</summary>
    public IReadOnlyList<ParameterSlot> Slots => _slots;

    /// <summary>The weight that each leaf stands for, by the leaf's key.</summary>
    public IReadOnlyDictionary<string, ParameterSlot> Leaves => _leaves;

    /// <summary>Elements in all.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a weight with a leaf under its name.</summary>
    public void Add(string name, IReadOnlyList<long> shape)
    {
        ParameterSlot slot = new(name, [.. shape], Length);
        _slots.Add(slot);
        _leaves.Add(name, slot);
        Length += slot.Length;
    }

    /// <summary>Adds another leaf of a weight.</summary>
    public void AddUse(string key, string name) => _leaves.Add(key, _leaves[name]);
}
