namespace Parquet.Meta;

/// <summary>The meaning of a column, in the form that newer readers look for: a union with one member set.</summary>
/// <param name="Kind">The member's field id, or 0 for none.</param>
/// <param name="BitWidth">Of an integer.</param>
/// <param name="IsSigned">Of an integer.</param>
internal readonly record struct LogicalType(int Kind, int BitWidth = 0, bool IsSigned = false)
{
    public const int StringKind = 1;
    public const int MapKind = 2;
    public const int ListKind = 3;
    public const int EnumKind = 4;
    public const int IntegerKind = 10;
    public const int JsonKind = 12;
    public const int BsonKind = 13;

    public static LogicalType From(ConvertedType? converted) => converted switch
    {
        ConvertedType.UTF8 => new(StringKind),
        ConvertedType.LIST => new(ListKind),
        ConvertedType.INT_8 => new(IntegerKind, 8, true),
        ConvertedType.INT_16 => new(IntegerKind, 16, true),
        ConvertedType.UINT_8 => new(IntegerKind, 8),
        ConvertedType.UINT_16 => new(IntegerKind, 16),
        ConvertedType.UINT_32 => new(IntegerKind, 32),
        ConvertedType.UINT_64 => new(IntegerKind, 64),
        _ => default,
    };

    /// <summary>A meaning that this library does not know, so that the raw values must not be taken for numbers or text.</summary>
    public bool IsForeign => Kind != 0 && AsConverted() is null;

    public ConvertedType? AsConverted() => Kind switch
    {
        StringKind => ConvertedType.UTF8,
        MapKind => ConvertedType.MAP,
        ListKind => ConvertedType.LIST,
        EnumKind => ConvertedType.ENUM,
        JsonKind => ConvertedType.JSON,
        BsonKind => ConvertedType.BSON,
        IntegerKind => (BitWidth, IsSigned) switch
        {
            (8, true) => ConvertedType.INT_8,
            (16, true) => ConvertedType.INT_16,
            (32, true) => ConvertedType.INT_32,
            (64, true) => ConvertedType.INT_64,
            (8, false) => ConvertedType.UINT_8,
            (16, false) => ConvertedType.UINT_16,
            (32, false) => ConvertedType.UINT_32,
            (64, false) => ConvertedType.UINT_64,
            _ => null,
        },
        _ => null,
    };
}
