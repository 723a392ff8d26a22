using System.Reflection;
using System.Runtime.Loader;

namespace Hir.Shared.UserClasses;

/// <summary>
/// An assembly of the user's with its own copies of the libraries that lie beside it; of Hir it sees the one that runs, so that the
/// interfaces that it implements are ours.
/// </summary>
internal sealed class UserAssembly : AssemblyLoadContext
{
    private static readonly Assembly Ours = typeof(UserAssembly).Assembly;

    private readonly AssemblyDependencyResolver _libraries;

    private UserAssembly(string path) : base(Path.GetFileNameWithoutExtension(path)) => _libraries = new AssemblyDependencyResolver(path);

    /// <summary>Loads an assembly and gives its types; none of its code runs yet.</summary>
    /// <param name="key">The configuration's key that names it, for messages.</param>
    /// <param name="path">Its file.</param>
    /// <exception cref="InputException">There is none, or it cannot be loaded.</exception>
    public static Type[] TypesOf(string key, string path)
    {
        if (!File.Exists(path)) throw new InputException($"{key}: there is no file {path}; build it, or mend the path.");
        try
        {
            return new UserAssembly(path).LoadFromAssemblyPath(path).GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            // Types whose own libraries are missing are no reason to refuse the others.
            return [.. e.Types.OfType<Type>()];
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new InputException($"{key}: {path} cannot be loaded: {e.Message} Give the path of a .NET assembly.", e);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == Ours.GetName().Name ? Ours
        : _libraries.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path)
        : null;

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        _libraries.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;
}
