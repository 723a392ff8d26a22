using FsCheck;
using FsCheck.Fluent;
using Parquet.Schema;

namespace Hir.Compat.Tests.Parquet;

/// <summary>A column of a test's table and the cells of each row group. A cell of a list is null or an array of cells.</summary>
internal sealed record TestColumn(string Name, string Kind, object?[][] Groups)
{
    public static readonly string[] Kinds =
    [
        "int", "int?", "long", "long?", "float", "float?", "double", "double?", "bool", "bool?", "string", "string?",
        "byte", "short?", "uint", "ulong?",
        "bytes", "bytes?", "list<int>", "list<float>", "list<string?>", "list<long?>",
    ];

    public Field ToField() =>
        Kind.StartsWith("list<", StringComparison.Ordinal) ? new ListField(Name, Leaf("element", Kind[5..^1])) : Leaf(Name, Kind);

    private static DataField Leaf(string name, string kind)
    {
        bool nullable = kind.EndsWith('?');
        return kind.TrimEnd('?') switch
        {
            "int" => new DataField<int>(name, nullable),
            "long" => new DataField<long>(name, nullable),
            "float" => new DataField<float>(name, nullable),
            "double" => new DataField<double>(name, nullable),
            "bool" => new DataField<bool>(name, nullable),
            "string" => new DataField<string>(name, nullable),
            "byte" => new DataField<byte>(name, nullable),
            "short" => new DataField<short>(name, nullable),
            "uint" => new DataField<uint>(name, nullable),
            "ulong" => new DataField<ulong>(name, nullable),
            "bytes" => new DataField<byte[]>(name, nullable),
            _ => throw new ArgumentException(kind),
        };
    }
}

/// <summary>A table: columns with equally many rows in each row group.</summary>
internal sealed record TestTable(TestColumn[] Columns)
{
    /// <summary>Tables of one to six columns of any kind, of none to three row groups.</summary>
    public static Gen<TestTable> Any { get; } =
        from kinds in Gen.Elements(TestColumn.Kinds).ArrayOf().Where(k => k.Length is > 0 and < 7)
        from rows in Gen.Frequency((3, Gen.Choose(0, 12)), (1, Gen.Choose(0, 300))).ArrayOf().Where(g => g.Length < 4)
        from columns in Gen.CollectToArray(Enumerable.Range(0, kinds.Length), i => Column($"c{i}", kinds[i], rows))
        select new TestTable(columns);

    /// <summary>Text that survives UTF-8: a lone half of a surrogate pair does not.</summary>
    private static readonly Gen<string> Text =
        ArbMap.Default.GeneratorFor<string?>().Select(
            s => s is null ? "多少 🎲" : System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(s)));

    private static Gen<TestColumn> Column(string name, string kind, int[] rows) =>
        from groups in Gen.CollectToArray(rows, n => Cell(kind).ArrayOf(n))
        select new TestColumn(name, kind, groups);

    private static Gen<object?> Cell(string kind)
    {
        if (kind.EndsWith('?')) return Gen.Frequency((1, Gen.Constant<object?>(null)), (3, Cell(kind[..^1])));
        if (kind.StartsWith("list<", StringComparison.Ordinal))
        {
            Gen<object?> list = from n in Gen.Choose(0, 9) from cells in Cell(kind[5..^1]).ArrayOf(n) select (object?)cells;
            return Gen.Frequency((1, Gen.Constant<object?>(null)), (1, Gen.Constant<object?>(Array.Empty<object?>())), (4, list));
        }

        // Runs of equal values are as likely as changing ones: levels and codecs treat them apart.
        return kind switch
        {
            "int" => Gen.OneOf(Gen.Choose(0, 1).Select(v => (object?)v), Boxed<int>()),
            "long" => Boxed<long>(),
            "float" => Boxed<float>(),
            "double" => Boxed<double>(),
            "bool" => Boxed<bool>(),
            "byte" => Boxed<byte>(),
            "short" => Boxed<short>(),
            "uint" => Boxed<uint>(),
            "ulong" => Boxed<ulong>(),
            "string" => Text.Select(s => (object?)s),
            "bytes" => ArbMap.Default.GeneratorFor<byte[]>().Select(b => (object?)(b ?? [])),
            _ => throw new ArgumentException(kind),
        };
    }

    private static Gen<object?> Boxed<T>()
        where T : struct => ArbMap.Default.GeneratorFor<T>().Select(v => (object?)v);
}
