namespace Hir.Shared.Shards;

/// <summary>A column of a shard.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Collect">Takes its values out of a batch of rows, as the array of its kind.</param>
/// <param name="IsLater">Whether it was added after shards had been written, so that a file may lack it.</param>
internal sealed record ShardColumn(string Name, ColumnType Type, Func<IReadOnlyList<ShardRow>, Array> Collect, bool IsLater = false)
{
    public static ShardColumn Text(string name, Func<ShardRow, string> value) => Of(name, ColumnType.Text, value);

    public static ShardColumn NullableText(string name, Func<ShardRow, string?> value) => Of(name, ColumnType.NullableText, value);

    public static ShardColumn Int32(string name, Func<ShardRow, int> value) => Of(name, ColumnType.Int32, value);

    public static ShardColumn NullableInt32(string name, Func<ShardRow, int?> value) => Of(name, ColumnType.NullableInt32, value);

    public static ShardColumn Int64(string name, Func<ShardRow, long> value) => Of(name, ColumnType.Int64, value);

    public static ShardColumn Double(string name, Func<ShardRow, double> value) => Of(name, ColumnType.Double, value);

    public static ShardColumn NullableDouble(string name, Func<ShardRow, double?> value) => Of(name, ColumnType.NullableDouble, value);

    public static ShardColumn NullableBoolean(string name, Func<ShardRow, bool?> value) => Of(name, ColumnType.NullableBoolean, value);

    public static ShardColumn Int32List(string name, Func<ShardRow, IReadOnlyList<int>> value) => Of(name, ColumnType.Int32List, value);

    public static ShardColumn FloatList(string name, Func<ShardRow, IReadOnlyList<float>> value) => Of(name, ColumnType.FloatList, value);

    private static ShardColumn Of<T>(string name, ColumnType type, Func<ShardRow, T> value) =>
        new(name, type, rows =>
        {
            T[] values = new T[rows.Count];
            for (int i = 0; i < values.Length; i++) values[i] = value(rows[i]);
            return values;
        });
}
