using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp;

// Entry points of native/factories.cpp: tensors from nothing, from numbers and from memory.
internal static unsafe partial class Native
{
    [LibraryImport(Library, EntryPoint = "ht_zeros")]
    internal static partial Tensor zeros(Dims s, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_ones")] internal static partial Tensor ones(Dims s, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_empty")]
    internal static partial Tensor empty(Dims s, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_full")]
    internal static partial Tensor full(Dims s, Number value, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_eye")]
    internal static partial Tensor eye(long rows, long columns, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_arange")]
    internal static partial Tensor arange(Number start, Number stop, Number step, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_linspace")]
    internal static partial Tensor linspace(double start, double @end, long steps, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_rand")]
    internal static partial Tensor rand(Dims s, torch.Generator? g, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_randn")]
    internal static partial Tensor randn(Dims s, torch.Generator? g, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_randint")]
    internal static partial Tensor randint(long low, long high, Dims s, torch.Generator? g, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_randperm")]
    internal static partial Tensor randperm(long n, torch.Generator? g, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_like")]
    internal static partial Tensor like(Tensor t, int kind, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_full_like")]
    internal static partial Tensor full_like(Tensor t, Number value, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_from_memory")]
    internal static partial Tensor from_memory(nint data, Dims s, int source, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_over_memory")]
    internal static partial Tensor over_memory(
        nint data, Dims s, int source, delegate* unmanaged<nint, void> release, nint context, int dtype, int type, int index, Flag grad);
    [LibraryImport(Library, EntryPoint = "ht_cat")] internal static partial Tensor cat(ReadOnlySpan<nint> tensors, long count, long dim);
    [LibraryImport(Library, EntryPoint = "ht_stack")]
    internal static partial Tensor stack(ReadOnlySpan<nint> tensors, long count, long dim);
    [LibraryImport(Library, EntryPoint = "ht_meshgrid", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] meshgrid(
        ReadOnlySpan<nint> tensors, long count, string? indexing);
    [LibraryImport(Library, EntryPoint = "ht_broadcast_tensors")] [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] broadcast_tensors(ReadOnlySpan<nint> tensors, long count);
}
