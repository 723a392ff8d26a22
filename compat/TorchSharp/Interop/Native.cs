using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Arguments cross the boundary as they lie in memory: no marshalling of bool and no pinning but of spans.
[assembly: DisableRuntimeMarshalling]

namespace TorchSharp;

// The native library: one entry point an operation. The conventions stand in native/shim.h. A null tensor or a false is an error, whose
// message waits in a slot of the thread.
internal static unsafe partial class Native
{
    private const string Library = "LibTorchSharp";

    [LibraryImport(Library, EntryPoint = "ht_error")] private static partial nint pending_error();

    [LibraryImport(Library, EntryPoint = "ht_free")] private static partial void free(nint cells);

    [LibraryImport(Library, EntryPoint = "ht_dispose")] internal static partial void dispose(nint tensor);

    [LibraryImport(Library, EntryPoint = "ht_grad")] internal static partial nint grad(nint tensor);

    [LibraryImport(Library, EntryPoint = "ht_share")] internal static partial nint share_handle(nint tensor);

    [LibraryImport(Library, EntryPoint = "ht_generator")] internal static partial nint generator(ulong seed, int type, int index);

    [LibraryImport(Library, EntryPoint = "ht_generator_default")] internal static partial nint generator_default();

    [LibraryImport(Library, EntryPoint = "ht_generator_dispose")] internal static partial void generator_dispose(nint generator);

    [LibraryImport(Library, EntryPoint = "ht_set_grad_enabled")] [SuppressGCTransition]
    internal static partial void set_grad_enabled(Flag on);

    [LibraryImport(Library, EntryPoint = "ht_inference_enter")] internal static partial nint inference_enter(Flag on);

    [LibraryImport(Library, EntryPoint = "ht_inference_leave")] internal static partial void inference_leave(nint guard);

    [LibraryImport(Library, EntryPoint = "ht_version")] private static partial nint version();

    internal static string Version() => Marshal.PtrToStringUTF8(version())!;

    internal static void Check(Flag done)
    {
        if (!done) throw Error();
    }

    // Throws when an error is pending: for entry points where null is also an answer.
    internal static void CheckPending()
    {
        nint message = pending_error();
        if (message != 0) throw Error(message);
    }

    internal static ExternalException Error() => Error(pending_error());

    // A native list: the count, then the tensors. The array is released, the tensors pass to their new owners.
    internal static torch.Tensor[] TakeList(nint cells)
    {
        if (cells == 0) throw Error();
        var items = (nint*)cells;
        var tensors = new torch.Tensor[(int)items[0]];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = new torch.Tensor(items[i + 1]);
        free(cells);
        return tensors;
    }

    private static ExternalException Error(nint message)
    {
        string? text = Marshal.PtrToStringUTF8(message);
        free(message);
        return new ExternalException(text ?? "libtorch reported an error without a message.");
    }
}
