using System.Reflection;
using System.Runtime.Loader;

namespace Hir.Shared.Feedback.Classes;

/// <summary>
/// An assembly of the user's with its own copies of the libraries that lie beside it; of Hir it sees the one that runs, so that its
/// IFeedback is ours.
/// </summary>
internal sealed class FeedbackAssembly : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver _resolver;

    private FeedbackAssembly(string path) : base(Path.GetFileNameWithoutExtension(path)) =>
        _resolver = new AssemblyDependencyResolver(path);

    /// <summary>Loads an assembly.</summary>
    /// <exception cref="InputException">There is none, or it cannot be loaded.</exception>
    public static Assembly Load(string path)
    {
        if (!File.Exists(path)) throw new InputException($"feedback.class.assembly: there is no file {path}; build it, or mend the path.");
        try
        {
            return new FeedbackAssembly(path).LoadFromAssemblyPath(path);
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new InputException($"feedback.class.assembly: {path} cannot be loaded: {e.Message} Give a .NET assembly.", e);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == typeof(IFeedback).Assembly.GetName().Name ? typeof(IFeedback).Assembly
        : _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path)
        : null;

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;
}
