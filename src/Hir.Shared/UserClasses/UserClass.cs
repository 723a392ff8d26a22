namespace Hir.Shared.UserClasses;

/// <summary>Finds a class of the user's that implements one of our interfaces.</summary>
/// <typeparam name="T">The interface.</typeparam>
internal static class UserClass<T>
{
    /// <summary>Finds the class; none of the user's code runs yet.</summary>
    /// <param name="key">The configuration's group that names it, such as feedback.class; its keys are assembly and type.</param>
    /// <param name="assembly">The assembly's path.</param>
    /// <param name="name">The class's full name.</param>
    /// <exception cref="InputException">Assembly or class is missing, or the class does not implement the interface or is abstract.</exception>
    public static Type Find(string key, string assembly, string name)
    {
        Type[] types = UserAssembly.TypesOf($"{key}.assembly", assembly);
        string[] known = [.. types.Where(Fits).Select(t => t.FullName!)];
        if (known.Length == 0)
        {
            throw new InputException($"{key}.assembly: {assembly} holds no class that implements {typeof(T).FullName} and can be made.");
        }

        Type type = types.FirstOrDefault(t => t.FullName == name)
            ?? throw new InputException($"{key}.type: {UnknownName.Describe("class", name, known)}");
        return Fits(type) ? type : throw new InputException(
            $"{key}.type: {name} is no class that implements {typeof(T).FullName} and can be made; {assembly} has "
            + $"{string.Join(", ", known)}.");
    }

    private static bool Fits(Type type) => type is { IsAbstract: false, ContainsGenericParameters: false } && type.IsAssignableTo(typeof(T));
}
