using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp;

// Entry points of native/autograd.cpp: gradients and the modes of recording.
internal static unsafe partial class Native
{
    [LibraryImport(Library, EntryPoint = "ht_grad_enabled")] [SuppressGCTransition] internal static partial Flag grad_enabled();
    [LibraryImport(Library, EntryPoint = "ht_inference_enabled")] [SuppressGCTransition] internal static partial Flag inference_enabled();
    [LibraryImport(Library, EntryPoint = "ht_backward")]
    internal static partial Flag backward(
        ReadOnlySpan<nint> outputs, long n, ReadOnlySpan<nint> gradients, long ng, int retain, Flag create, ReadOnlySpan<nint> inputs,
        long ni);
    [LibraryImport(Library, EntryPoint = "ht_autograd_grad")]
    [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] autograd_grad(
        ReadOnlySpan<nint> outputs, long n, ReadOnlySpan<nint> inputs, long ni, ReadOnlySpan<nint> gradients, long ng, Flag retain,
        Flag create, Flag allow_unused);
}
