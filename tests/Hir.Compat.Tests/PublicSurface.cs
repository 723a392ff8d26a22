using System.Globalization;
using System.Reflection;

namespace Hir.Compat.Tests;

/// <summary>
/// The public surface of an assembly as sorted lines, in the format of the reference listings of the genuine packages:
/// "T kind Type", "B Type : Base", "M Type [static] Return Name(parameters)".
/// A stand-in is source-compatible where each of its lines is also in the genuine listing.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The lines of the assembly that the listing lacks; empty for a true subset.</summary>
    /// <param name="assembly">The stand-in.</param>
    /// <param name="listing">The path of the genuine assembly's listing.</param>
    /// <param name="prefix">Only types of namespaces that begin with it.</param>
    public static IReadOnlyList<string> NotIn(Assembly assembly, string listing, string prefix = "")
    {
        HashSet<string> genuine = [.. File.ReadLines(listing)];
        return [.. Of(assembly, prefix).Where(line => !genuine.Contains(line))];
    }

    /// <summary>Every line of the assembly, in ordinal order.</summary>
    public static IReadOnlyList<string> Of(Assembly assembly, string prefix = "")
    {
        IEnumerable<Type> types = assembly.GetTypes().Where(
            t => IsVisible(t) && (t.Namespace ?? "").StartsWith(prefix, StringComparison.Ordinal));
        return [.. types.SelectMany(LinesOf).Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> LinesOf(Type type)
    {
        string name = NameOf(type);
        string kind = KindOf(type);
        yield return $"T {kind} {name}";
        if (kind == "class" && type.BaseType is { } parent && parent != typeof(object)) yield return $"B {name} : {NameOf(parent)}";
        foreach (Type contract in type.GetInterfaces().Where(IsVisible)) yield return $"B {name} : {NameOf(contract)}";

        IEnumerable<string> members = type.IsEnum ? EnumValues(type) : Fields(type).Concat(Methods(type));
        foreach (string member in members) yield return $"M {name} {member}";
    }

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsInterface: true } => "interface",
        _ when type.IsSubclassOf(typeof(Delegate)) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => "class",
    };

    private static IEnumerable<string> EnumValues(Type type) =>
        Enum.GetNames(type).Select(n => $"{n} = {Convert.ToInt64(Enum.Parse(type, n), CultureInfo.InvariantCulture)}");

    private static IEnumerable<string> Fields(Type type) =>
        from field in type.GetFields(Declared)
        where field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly
        let shared = field.IsStatic ? "static " : ""
        let fixedOnce = field.IsInitOnly || field.IsLiteral ? "readonly " : ""
        select $"{shared}{fixedOnce}{NameOf(field.FieldType)} {field.Name}";

    // Accessors of properties and events are listed as the methods that they are.
    private static IEnumerable<string> Methods(Type type) =>
        from method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared))
        where method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly
        where !(method.IsConstructor && method.IsStatic)
        where !method.Name.Contains('<', StringComparison.Ordinal) && method.Name != "Finalize"
        let shared = method.IsStatic ? "static " : ""
        let result = method is MethodInfo info ? NameOf(info.ReturnType) + " " : ""
        let generic = method is MethodInfo { IsGenericMethod: true } open ? ListOf(open.GetGenericArguments()) : ""
        select $"{shared}{result}{method.Name}{generic}({string.Join(", ", method.GetParameters().Select(ParameterText))})";

    private static string ParameterText(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        string mode = parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) ? "params "
            : parameter.IsOut ? "out "
            : type.IsByRef ? "ref "
            : "";
        string otherwise = parameter.HasDefaultValue
            ? " = " + (parameter.RawDefaultValue is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : "null")
            : "";
        return $"{mode}{NameOf(type.IsByRef ? type.GetElementType()! : type)} {parameter.Name}{otherwise}";
    }

    private static bool IsVisible(Type type)
    {
        if (!type.IsNested) return type.IsPublic;
        return (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!);
    }

    private static string NameOf(Type type)
    {
        if (type.IsGenericParameter) return type.Name;
        if (type.HasElementType)
        {
            string element = NameOf(type.GetElementType()!);
            if (type.IsArray) return $"{element}[{new string(',', type.GetArrayRank() - 1)}]";
            return type.IsPointer ? element + "*" : "ref " + element;
        }

        string scope = type.DeclaringType is { } outer ? NameOf(outer) + "." : type.Namespace is { Length: > 0 } space ? space + "." : "";
        string name = scope + type.Name.Split('`')[0];
        // A nested type repeats the type arguments of its outer type first: only its own are part of its name.
        int inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        Type[] own = type.GetGenericArguments()[inherited..];
        return own.Length == 0 ? name : name + ListOf(own);
    }

    private static string ListOf(IEnumerable<Type> types) => $"<{string.Join(", ", types.Select(NameOf))}>";
}
