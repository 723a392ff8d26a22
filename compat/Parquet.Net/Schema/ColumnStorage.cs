using Parquet.Meta;

namespace Parquet.Schema;

/// <summary>How values of one CLR type lie in a file: the physical type, and what it means.</summary>
/// <param name="ClrType">The type of a value in memory.</param>
/// <param name="Physical">The type of a value in the file.</param>
/// <param name="Converted">The meaning, as older readers look for it.</param>
internal sealed record ColumnStorage(System.Type ClrType, Meta.Type Physical, ConvertedType? Converted = null)
{
    private static readonly ColumnStorage[] All =
    [
        new(typeof(bool), Meta.Type.BOOLEAN),
        new(typeof(int), Meta.Type.INT32),
        new(typeof(long), Meta.Type.INT64),
        new(typeof(float), Meta.Type.FLOAT),
        new(typeof(double), Meta.Type.DOUBLE),
        new(typeof(ReadOnlyMemory<char>), Meta.Type.BYTE_ARRAY, ConvertedType.UTF8),
        new(typeof(ReadOnlyMemory<byte>), Meta.Type.BYTE_ARRAY),
        new(typeof(sbyte), Meta.Type.INT32, ConvertedType.INT_8),
        new(typeof(byte), Meta.Type.INT32, ConvertedType.UINT_8),
        new(typeof(short), Meta.Type.INT32, ConvertedType.INT_16),
        new(typeof(ushort), Meta.Type.INT32, ConvertedType.UINT_16),
        new(typeof(uint), Meta.Type.INT32, ConvertedType.UINT_32),
        new(typeof(ulong), Meta.Type.INT64, ConvertedType.UINT_64),
    ];

    public bool IsString => Converted == ConvertedType.UTF8;

    /// <summary>The storage of a CLR type, or null where there is none.</summary>
    public static ColumnStorage? Of(System.Type type)
    {
        if (type == typeof(string)) type = typeof(ReadOnlyMemory<char>);
        if (type == typeof(byte[])) type = typeof(ReadOnlyMemory<byte>);
        return Array.Find(All, s => s.ClrType == type);
    }

    /// <summary>The storage of a column of a file, or null where it is of a kind that this library does not read.</summary>
    public static ColumnStorage? Of(SchemaElement element)
    {
        ConvertedType? meaning = element.ConvertedType ?? element.LogicalType.AsConverted();
        switch (meaning)
        {
            // Text of a special form is text, and a signed integer of the full width needs no annotation.
            case ConvertedType.ENUM or ConvertedType.JSON:
                meaning = ConvertedType.UTF8;
                break;
            case ConvertedType.INT_32 or ConvertedType.INT_64:
                meaning = null;
                break;
            case ConvertedType.BSON:
                meaning = null;
                break;
        }

        if (element.LogicalType.IsForeign) return null;
        return Array.Find(All, s => s.Physical == element.Type && s.Converted == meaning);
    }
}
