using System.Reflection;
using Hir.Shared.UserClasses;

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
        Type type = UserClass<IRelabeler>.Find("relabel.class", settings.Assembly, settings.Type);
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
            string reason = (e.InnerException ?? e).Message;
            throw new InputException($"relabel.class.type: the constructor of {settings.Type} failed: {reason}", e);
        }
    }
}
