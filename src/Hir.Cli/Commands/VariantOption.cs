using System.CommandLine;

namespace Hir.Cli.Commands;

/// <summary>--variant, for the commands that run a model with ONNX Runtime.</summary>
internal static class VariantOption
{
    /// <summary>One option for all of them.</summary>
    public static readonly Option<string?> Variant = new("--variant")
    {
        Description = "a quantized variant of the model, int8 or int4, that `hir export --quantize` or a run wrote; full precision without",
    };
}
