namespace Hir.Shared.Tasks.Families;

/// <summary>
/// All orders of a few things, and for each statement the set of orders in which it holds, a bit an order: seven things have 5,040 orders,
/// and a problem is found by trying some hundred sets of statements.
/// </summary>
internal sealed class OrderTable
{
    private readonly ulong[][] _before;
    private readonly ulong[][] _at;

    public OrderTable(int things)
    {
        Orders = [.. All(things)];
        _before = new ulong[things * things][];
        _at = new ulong[things * things][];
        for (var thing = 0; thing < things; thing++)
        {
            for (var other = 0; other < things; other++)
            {
                // Lambdas keep the variables they name, so each turn has its own.
                var (one, two) = (thing, other);
                _before[(thing * things) + other] = Where(order => order[one] < order[two]);
                _at[(thing * things) + other] = Where(order => order[one] == two);
            }
        }

        Things = things;
    }

    /// <summary>How many things are ordered.</summary>
    public int Things { get; }

    /// <summary>The orders; entry i of one is the place of thing i.</summary>
    public int[][] Orders { get; }

    /// <summary>The orders in which a thing stands before another one.</summary>
    public ulong[] Before(int thing, int other) => _before[(thing * Things) + other];

    /// <summary>The orders in which a thing stands at a place.</summary>
    public ulong[] At(int thing, int place) => _at[(thing * Things) + place];

    /// <summary>Whether exactly one order is in all of the sets.</summary>
    public static bool LeaveOne(ReadOnlySpan<ulong[]> sets)
    {
        var left = 0;
        for (var word = 0; word < sets[0].Length; word++)
        {
            var common = ulong.MaxValue;
            foreach (var set in sets) common &= set[word];
            left += System.Numerics.BitOperations.PopCount(common);
            if (left > 1) return false;
        }

        return left == 1;
    }

    private ulong[] Where(Func<int[], bool> holds)
    {
        var set = new ulong[(Orders.Length + 63) / 64];
        for (var i = 0; i < Orders.Length; i++)
        {
            if (holds(Orders[i])) set[i / 64] |= 1UL << (i % 64);
        }

        return set;
    }

    private static IEnumerable<int[]> All(int count)
    {
        if (count == 0) return [[]];

        // Lexicographic: the first entry rises slowest.
        return Enumerable.Range(0, count).SelectMany(
            first => All(count - 1).Select(rest => rest.Select(place => place < first ? place : place + 1).Prepend(first).ToArray()));
    }
}
