namespace Hir.Cli.Doctor;

/// <summary>The linear algebra library that libtorch multiplies matrices with. It decides how fast the learner is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">Where it lies; null if libtorch brings it inside.</param>
/// <param name="Slow">Whether it is the reference implementation: training on it is about 15 times slower.</param>
internal sealed record Blas(string Name, string? File, bool Slow)
{
    /// <summary>From what libtorch links. Distributions link a generic libblas.so.3 that an alternative stands behind; others name
    /// theirs.</summary>
    public static Blas Of(LinkedLibraries linked)
    {
        string? file = linked.FileOf("libblas.so") ?? linked.FileOf("libopenblas") ?? linked.FileOf("libmkl");
        return file is null ? new Blas("inside libtorch", null, Slow: false) : new Blas(NameOf(file), file, NameOf(file) == Reference);
    }

    private const string Reference = "reference BLAS";

    private static string NameOf(string file) => ((string[])["openblas", "mkl", "blis", "atlas"]).FirstOrDefault(file.Contains) switch
    {
        "openblas" => "OpenBLAS",
        "mkl" => "MKL",
        "blis" => "BLIS",
        "atlas" => "ATLAS",
        _ => Reference,
    };
}
