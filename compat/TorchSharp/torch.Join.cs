namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        nint[] handles = Some(tensors);
        Tensor result = Native.cat(handles, handles.Length, dim);
        GC.KeepAlive(tensors);
        return result;
    }

    public static Tensor cat(Tensor[] tensors, long dim = 0) => cat((IList<Tensor>)tensors, dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat((IList<Tensor>)tensors.ToArray(), dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat((IList<Tensor>)tensors, dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        Tensor[] list = [.. tensors];
        nint[] handles = Some(list);
        Tensor result = Native.stack(handles, handles.Length, dim);
        GC.KeepAlive(list);
        return result;
    }

    public static Tensor einsum(string equation, params Tensor[] tensors)
    {
        nint[] handles = Some(tensors);
        Tensor result = Native.einsum(equation, handles, handles.Length);
        GC.KeepAlive(tensors);
        return result;
    }

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij")
    {
        Tensor[] list = [.. tensors];
        nint[] handles = Some(list);
        Tensor[] result = Native.meshgrid(handles, handles.Length, indexing);
        GC.KeepAlive(list);
        return result;
    }

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors)
    {
        nint[] handles = Some(tensors);
        Tensor[] result = Native.broadcast_tensors(handles, handles.Length);
        GC.KeepAlive(tensors);
        return result;
    }

    private static nint[] Some(IList<Tensor> tensors) =>
        tensors.Count > 0 ? Tensor.Handles(tensors) : throw new ArgumentException("The list of tensors is empty.", nameof(tensors));
}
