using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp;

// Entry points of native/layers.cpp: products, layers without state and losses.
internal static unsafe partial class Native
{
    [LibraryImport(Library, EntryPoint = "ht_matmul")] internal static partial Tensor matmul(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_mm")] internal static partial Tensor mm(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_mv")] internal static partial Tensor mv(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_dot")] internal static partial Tensor dot(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_bmm")] internal static partial Tensor bmm(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_addmm")]
    internal static partial Tensor addmm(Tensor t, Tensor a, Tensor b, float beta, float alpha);
    [LibraryImport(Library, EntryPoint = "ht_addmm_")]
    internal static partial Tensor addmm_(Tensor t, Tensor a, Tensor b, float beta, float alpha);
    [LibraryImport(Library, EntryPoint = "ht_baddbmm")]
    internal static partial Tensor baddbmm(Tensor t, Tensor a, Tensor b, float beta, float alpha);
    [LibraryImport(Library, EntryPoint = "ht_einsum", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor einsum(string? equation, ReadOnlySpan<nint> tensors, long count);
    [LibraryImport(Library, EntryPoint = "ht_linear")]
    internal static partial Tensor linear(Tensor x, Tensor weight, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? bias);
    [LibraryImport(Library, EntryPoint = "ht_embedding")]
    internal static partial Tensor embedding(Tensor weight, Tensor ids, long padding, Flag scale, Flag sparse);
    [LibraryImport(Library, EntryPoint = "ht_embedding_renorm_")]
    internal static partial Tensor embedding_renorm_(Tensor weight, Tensor ids, double max, double type);
    [LibraryImport(Library, EntryPoint = "ht_layer_norm")]
    internal static partial Tensor layer_norm(
        Tensor x, Dims shape, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? bias, double eps);
    [LibraryImport(Library, EntryPoint = "ht_dropout")] internal static partial Tensor dropout(Tensor x, double p, Flag training);
    [LibraryImport(Library, EntryPoint = "ht_dropout_")] internal static partial Tensor dropout_(Tensor x, double p, Flag training);
    [LibraryImport(Library, EntryPoint = "ht_one_hot")] internal static partial Tensor one_hot(Tensor x, long classes);
    [LibraryImport(Library, EntryPoint = "ht_pad_constant")] internal static partial Tensor pad_constant(Tensor x, Dims pad, double value);
    [LibraryImport(Library, EntryPoint = "ht_pad_mode")] internal static partial Tensor pad_mode(Tensor x, Dims pad, int mode);
    [LibraryImport(Library, EntryPoint = "ht_cross_entropy")]
    internal static partial Tensor cross_entropy(
        Tensor x, Tensor target, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight, long reduction, long ignore,
        double smoothing);
    [LibraryImport(Library, EntryPoint = "ht_nll_loss")]
    internal static partial Tensor nll_loss(
        Tensor x, Tensor target, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight, long reduction);
    [LibraryImport(Library, EntryPoint = "ht_mse_loss")] internal static partial Tensor mse_loss(Tensor x, Tensor target, long reduction);
    [LibraryImport(Library, EntryPoint = "ht_l1_loss")] internal static partial Tensor l1_loss(Tensor x, Tensor target, long reduction);
    [LibraryImport(Library, EntryPoint = "ht_kl_div")]
    internal static partial Tensor kl_div(Tensor x, Tensor target, long reduction, Flag log_target);
    [LibraryImport(Library, EntryPoint = "ht_binary_cross_entropy_with_logits")]
    internal static partial Tensor binary_cross_entropy_with_logits(
        Tensor x, Tensor target, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? positive, long reduction);
}
