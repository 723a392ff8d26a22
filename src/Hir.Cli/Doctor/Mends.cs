namespace Hir.Cli.Doctor;

/// <summary>What mends more than one problem.</summary>
internal static class Mends
{
    public const string BuildAgain = "remove the folder .hir in the checkout and start ./hir: it prepares everything again";

    public const string Libtorch = "sudo apt-get install --no-install-recommends libtorch-dev libopenblas0-pthread";
}
