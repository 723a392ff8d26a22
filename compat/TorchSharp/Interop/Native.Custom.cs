using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp;

// Entry points of native/custom.cpp: functions whose forward and backward are written in C#.
internal static unsafe partial class Native
{
    [StructLayout(LayoutKind.Sequential)]
    internal struct Callbacks
    {
        internal nint State;
        internal delegate* unmanaged<nint, nint, nint, Flag> Forward;
        internal delegate* unmanaged<nint, nint, nint, nint, Flag> Backward;
        internal delegate* unmanaged<nint, void> Release;
    }

    [LibraryImport(Library, EntryPoint = "ht_custom_apply")] [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] custom_apply(Callbacks callbacks, ReadOnlySpan<nint> tensors, long count);

    [LibraryImport(Library, EntryPoint = "ht_custom_fail", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void custom_fail(string message);

    [LibraryImport(Library, EntryPoint = "ht_custom_put")]
    internal static partial Flag custom_put(nint sink, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? value);

    [LibraryImport(Library, EntryPoint = "ht_context_save")]
    internal static partial Flag context_save(nint context, ReadOnlySpan<nint> tensors, long count);

    [LibraryImport(Library, EntryPoint = "ht_context_saved")] [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] context_saved(nint context);

    [LibraryImport(Library, EntryPoint = "ht_context_mark_dirty")]
    internal static partial Flag context_mark_dirty(nint context, ReadOnlySpan<nint> tensors, long count);

    [LibraryImport(Library, EntryPoint = "ht_context_mark_non_differentiable")]
    internal static partial Flag context_mark_non_differentiable(nint context, ReadOnlySpan<nint> tensors, long count);

    [LibraryImport(Library, EntryPoint = "ht_context_set_materialize_grads")]
    internal static partial Flag context_set_materialize_grads(nint context, Flag value);
}
