namespace Hir.Shared.Shards;

/// <summary>The kinds of columns that shards have, each with the array that holds a batch of it.</summary>
internal enum ColumnType
{
    /// <summary>string[], none null.</summary>
    Text,

    /// <summary>string?[].</summary>
    NullableText,

    /// <summary>int[].</summary>
    Int32,

    /// <summary>int?[].</summary>
    NullableInt32,

    /// <summary>long[].</summary>
    Int64,

    /// <summary>double[].</summary>
    Double,

    /// <summary>double?[].</summary>
    NullableDouble,

    /// <summary>bool?[].</summary>
    NullableBoolean,

    /// <summary>IReadOnlyList&lt;int&gt;[], none null.</summary>
    Int32List,

    /// <summary>IReadOnlyList&lt;float&gt;[], none null.</summary>
    FloatList,
}
