using Parquet.Schema;

namespace Parquet.Meta;

/// <summary>A schema as its flattened elements, and back.</summary>
internal static class SchemaTree
{
    private const int DeepestNesting = 32;

    public static List<SchemaElement> Flatten(ParquetSchema schema)
    {
        List<SchemaElement> elements = [new() { Name = "root", IsRoot = true, NumChildren = schema.Fields.Count }];
        foreach (Field field in schema.Fields) Add(field, elements);
        return elements;
    }

    /// <exception cref="ParquetException">The elements are no tree.</exception>
    public static ParquetSchema Build(List<SchemaElement> elements)
    {
        if (elements.Count == 0) throw new ParquetException("The file has no schema.");
        int at = 1;
        List<Field> fields = Children(elements[0].NumChildren, elements, ref at, 0);
        if (at != elements.Count) throw new ParquetException($"The schema has {elements.Count} elements, of which its root reaches {at}.");
        if (fields.Count == 0) throw new ParquetException("The file has no columns.");
        return new ParquetSchema(fields);
    }

    private static void Add(Field field, List<SchemaElement> elements)
    {
        switch (field)
        {
            case DataField data:
                ColumnStorage storage = data.Storage
                    ?? throw new NotSupportedException($"Column '{data.Path}' is of a kind that is not written here.");
                elements.Add(new SchemaElement
                {
                    Name = data.Name,
                    Type = storage.Physical,
                    ConvertedType = storage.Converted,
                    LogicalType = LogicalType.From(storage.Converted),
                    RepetitionType = data.IsNullable ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED,
                    FieldId = data.FieldId,
                });
                break;
            case ListField list when list.ContainerName.Length > 0:
                elements.Add(new SchemaElement
                {
                    Name = list.Name,
                    ConvertedType = ConvertedType.LIST,
                    LogicalType = LogicalType.From(ConvertedType.LIST),
                    RepetitionType = list.IsNullable ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED,
                    NumChildren = 1,
                });
                elements.Add(
                    new SchemaElement { Name = list.ContainerName, RepetitionType = FieldRepetitionType.REPEATED, NumChildren = 1 });
                Add(list.Item, elements);
                break;
            default:
                throw new NotSupportedException($"Field '{field.Path}' is of a kind that is not written here.");
        }
    }

    private static List<Field> Children(int count, List<SchemaElement> elements, ref int at, int depth)
    {
        if (depth > DeepestNesting) throw new ParquetException("The schema nests too deeply.");
        if (count > elements.Count - at) throw new ParquetException("The schema says that it has more elements than there are.");
        List<Field> fields = new(count);
        for (int i = 0; i < count; i++) fields.Add(Read(elements, ref at, depth));
        return fields;
    }

    private static Field Read(List<SchemaElement> elements, ref int at, int depth)
    {
        if (at >= elements.Count) throw new ParquetException("The schema says that it has more elements than there are.");
        SchemaElement element = elements[at++];
        if (element.Name.Length == 0) throw new ParquetException("The schema holds a field without a name.");
        if (!Enum.IsDefined(element.RepetitionType)) throw new ParquetException($"Field '{element.Name}' has an unknown repetition.");
        bool isOptional = element.RepetitionType == FieldRepetitionType.OPTIONAL;
        bool isRepeated = element.RepetitionType == FieldRepetitionType.REPEATED;

        if (element.Type is { } type)
        {
            if (!Enum.IsDefined(type)) throw new ParquetException($"Column '{element.Name}' has an unknown type, {(int)type}.");
            if (element.NumChildren > 0) throw new ParquetException($"Column '{element.Name}' is a value and a group at once.");
            return new DataField(
                element.Name, ColumnStorage.Of(element), type, element.TypeLength, element.RepetitionType) { FieldId = element.FieldId };
        }

        bool isList = (element.ConvertedType ?? element.LogicalType.AsConverted()) == ConvertedType.LIST;
        if (isList && !isRepeated && element.NumChildren == 1 && at < elements.Count
            && elements[at] is { Type: null, NumChildren: 1, RepetitionType: FieldRepetitionType.REPEATED } container)
        {
            at++;
            Field item = Children(1, elements, ref at, depth + 1)[0];
            return new ListField(element.Name, item, container.Name, isOptional);
        }

        List<Field> fields = Children(element.NumChildren, elements, ref at, depth + 1);
        if (fields.Count == 0) throw new ParquetException($"Group '{element.Name}' is empty.");
        return new StructField(element.Name, fields, isOptional, isRepeated);
    }
}
