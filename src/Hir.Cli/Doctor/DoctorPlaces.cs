namespace Hir.Cli.Doctor;

/// <summary>Where the doctor looks.</summary>
/// <param name="Program">The folder of the program and its libraries.</param>
/// <param name="Checkout">The root of the checkout that the program was built in; null where it stands alone.</param>
/// <param name="Work">The folder where runs would be written.</param>
internal sealed record DoctorPlaces(string Program, string? Checkout, string Work)
{
    public static DoctorPlaces OfThisProcess()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Hir.sln"))) root = root.Parent;
        return new DoctorPlaces(AppContext.BaseDirectory, root?.FullName, Directory.GetCurrentDirectory());
    }

    /// <summary>A native library as the runtime would find it: beside the program, or where a NuGet package's natives go. Null if it is in
    /// neither.</summary>
    public string? NativeLibrary(string file) =>
        ((string[])[Path.Combine(Program, file), Path.Combine(Program, "runtimes", "linux-x64", "native", file)])
            .FirstOrDefault(File.Exists);
}
