namespace TorchSharp.Modules;

/// <summary>A tensor that a module trains. Takes over the native tensor of its data, which is invalid afterwards.</summary>
public class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true) : base(data.Release()) => this.requires_grad = requires_grad;

    internal Parameter(nint handle) : base(handle)
    {
    }

    // Another object over the same native tensor, gradient and all.
    internal Parameter Share()
    {
        nint copy = Native.share_handle(Handle);
        GC.KeepAlive(this);
        return copy != 0 ? new Parameter(copy) : throw Native.Error();
    }
}
