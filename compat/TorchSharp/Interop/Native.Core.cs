using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp;

// Entry points of native/core.cpp: lifetime and properties of tensors.
internal static unsafe partial class Native
{
    [LibraryImport(Library, EntryPoint = "ht_dim")] [SuppressGCTransition] internal static partial long dim(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_numel")] [SuppressGCTransition] internal static partial long numel(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_dtype")] [SuppressGCTransition] internal static partial int dtype(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_device_type")] [SuppressGCTransition] internal static partial int device_type(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_device_index")] [SuppressGCTransition] internal static partial int device_index(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_element_size")] [SuppressGCTransition] internal static partial long element_size(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_requires_grad")] [SuppressGCTransition] internal static partial Flag requires_grad(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_is_leaf")] [SuppressGCTransition] internal static partial Flag is_leaf(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_is_contiguous")] [SuppressGCTransition] internal static partial Flag is_contiguous(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_sizes")] internal static partial Flag sizes(Tensor t, Span<long> result);
    [LibraryImport(Library, EntryPoint = "ht_strides")] internal static partial Flag strides(Tensor t, Span<long> result);
    [LibraryImport(Library, EntryPoint = "ht_size_at")] internal static partial Flag size_at(Tensor t, long dim, out long result);
    [LibraryImport(Library, EntryPoint = "ht_stride_at")] internal static partial Flag stride_at(Tensor t, long dim, out long result);
    [LibraryImport(Library, EntryPoint = "ht_storage_offset")] internal static partial Flag storage_offset(Tensor t, out long result);
    [LibraryImport(Library, EntryPoint = "ht_data_ptr")] internal static partial Flag data_ptr(Tensor t, out nint result);
    [LibraryImport(Library, EntryPoint = "ht_is_pinned")] internal static partial Flag is_pinned(Tensor t, out Flag result);
    [LibraryImport(Library, EntryPoint = "ht_pin_memory")] internal static partial Tensor pin_memory(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_set_requires_grad")] internal static partial Flag set_requires_grad(Tensor t, Flag value);
    [LibraryImport(Library, EntryPoint = "ht_retain_grad")] internal static partial Flag retain_grad(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_set_grad")]
    internal static partial Flag set_grad(Tensor t, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? value);
    [LibraryImport(Library, EntryPoint = "ht_item_double")] internal static partial Flag item_double(Tensor t, out double result);
    [LibraryImport(Library, EntryPoint = "ht_item_int")] internal static partial Flag item_int(Tensor t, out long result);
    [LibraryImport(Library, EntryPoint = "ht_item_bool")] internal static partial Flag item_bool(Tensor t, out Flag result);
    [LibraryImport(Library, EntryPoint = "ht_equal")] internal static partial Flag equal(Tensor a, Tensor b, out Flag result);
    [LibraryImport(Library, EntryPoint = "ht_allclose")]
    internal static partial Flag allclose(Tensor a, Tensor b, double rtol, double atol, Flag equal_nan, out Flag result);
    [LibraryImport(Library, EntryPoint = "ht_share")] internal static partial Tensor share(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_contiguous")] internal static partial Tensor contiguous(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_clone")] internal static partial Tensor clone(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_detach")] internal static partial Tensor detach(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_detach_")] internal static partial Tensor detach_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_alias")] internal static partial Tensor alias(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_copy_")] internal static partial Tensor copy_(Tensor t, Tensor source, Flag non_blocking);
    [LibraryImport(Library, EntryPoint = "ht_to_dtype")]
    internal static partial Tensor to_dtype(Tensor t, int dtype, Flag non_blocking, Flag copy);
    [LibraryImport(Library, EntryPoint = "ht_to_device")]
    internal static partial Tensor to_device(Tensor t, int type, int index, Flag non_blocking, Flag copy);
    [LibraryImport(Library, EntryPoint = "ht_to_both")]
    internal static partial Tensor to_both(Tensor t, int dtype, int type, int index, Flag non_blocking, Flag copy);
    [LibraryImport(Library, EntryPoint = "ht_promote_types")] [SuppressGCTransition]
    internal static partial int promote_types(int a, int b);
}
