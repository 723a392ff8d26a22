using System.Reflection;

namespace Hir.Shared.Relabeling.Classes;

/// <summary>A class of the user's: implements <see cref="IRelabeler"/> in an assembly of its own.</summary>
public static class ClassRelabeler
{
    /// <summary>The name in configurations.</summary>
    public const string Name = "class";

    /// <summary>
    /// Loads the class and makes an object of it: by a public constructor that takes <see cref="Instructions"/> where there is one, else by
    /// one without parameters.
    /// </summary>
    /// <exception cref="InputException">
    /// The assembly or the class is missing, it is no relabeler, or no constructor can be called.
    /// </exception>
    public static IRelabeler Create(ClassSection settings, Instructions instructions)
    {
        Type type = Find(settings);
        ConstructorInfo? taking = type.GetConstructor([typeof(Instructions)]);
        ConstructorInfo constructor = taking ?? type.GetConstructor(Type.EmptyTypes) ?? throw new InputException(
            $"relabel.class.type: {settings.Type} has no public constructor without parameters, nor one that takes "
            + $"{typeof(Instructions).FullName}; add one of them.");
        try
        {
            return (IRelabeler)constructor.Invoke(taking is null ? [] : [instructions]);
        }
        catch (TargetInvocationException e)
        {
            throw new InputException($"relabel.class.type: the constructor of {settings.Type} failed: {(e.InnerException ?? e).Message}", e);
        }
    }

    private static Type Find(ClassSection settings)
    {
        Type[] types = TypesOf(RelabelerAssembly.Load(settings.Assembly));
        string[] known = [.. types.Where(IsRelabeler).Select(t => t.FullName!)];
        if (known.Length == 0)
        {
            throw new InputException(
                $"relabel.class.assembly: {settings.Assembly} holds no class that implements {typeof(IRelabeler).FullName} and can be made.");
        }

        return types.FirstOrDefault(t => t.FullName == settings.Type && IsRelabeler(t))
            ?? throw new InputException($"relabel.class.type: {UnknownName.Describe("class", settings.Type, known)}");
    }

    private static bool IsRelabeler(Type type) =>
        type is { IsAbstract: false, ContainsGenericParameters: false } && type.IsAssignableTo(typeof(IRelabeler));

    // Types whose own libraries are missing are no reason to refuse the others.
    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return [.. e.Types.OfType<Type>()];
        }
    }
}
