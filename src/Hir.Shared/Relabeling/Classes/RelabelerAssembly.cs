using System.Reflection;
using System.Runtime.Loader;

namespace Hir.Shared.Relabeling.Classes;

/// <summary>
/// An assembly of the user's with the libraries that lie beside it; of Hir it sees the one that runs, so that its IRelabeler is ours.
/// </summary>
internal sealed class RelabelerAssembly : AssemblyLoadContext
{
    private static readonly string Ours = typeof(IRelabeler).Assembly.GetName().Name!;

    private readonly AssemblyDependencyResolver _libraries;

    private RelabelerAssembly(string path) : base(Path.GetFileNameWithoutExtension(path)) => _libraries = new AssemblyDependencyResolver(path);

    /// <summary>Loads an assembly.</summary>
    /// <exception cref="InputException">There is none, or it cannot be loaded.</exception>
    public static Assembly Load(string path)
    {
        if (!File.Exists(path)) throw new InputException($"relabel.class.assembly: there is no file {path}; build it, or mend the path.");
        try
        {
            return new RelabelerAssembly(path).LoadFromAssemblyPath(path);
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new InputException($"relabel.class.assembly: {path} cannot be loaded: {e.Message} Give the path of a .NET assembly.", e);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Ours) return typeof(IRelabeler).Assembly;
        return _libraries.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
