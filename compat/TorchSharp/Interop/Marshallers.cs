using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

// A managed object gives its handle for a call and is held until the call has returned: the finalizer of a temporary must not run meanwhile.
// An operand's null is a mistake that native code must not see.
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedOut, typeof(Out))]
internal static class TensorMarshaller
{
    internal ref struct In
    {
        private torch.Tensor? held;

        public void FromManaged(torch.Tensor? tensor) => held = tensor;

        public readonly nint ToUnmanaged() => torch.Tensor.Required(held, "tensor").Handle;

        public readonly void Free() => GC.KeepAlive(held);
    }

    internal static class Out
    {
        public static torch.Tensor ConvertToManaged(nint handle) => handle != 0 ? new torch.Tensor(handle) : throw Native.Error();
    }
}

// An argument where null is an answer: no bias, no weights, no gradient.
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class OptionalTensorMarshaller
{
    internal ref struct In
    {
        private torch.Tensor? held;

        public void FromManaged(torch.Tensor? tensor) => held = tensor;

        public readonly nint ToUnmanaged() => held is null ? 0 : held.Handle;

        public readonly void Free() => GC.KeepAlive(held);
    }
}

[CustomMarshaller(typeof(torch.Tensor[]), MarshalMode.ManagedToUnmanagedOut, typeof(TensorListMarshaller))]
internal static class TensorListMarshaller
{
    public static torch.Tensor[] ConvertToManaged(nint cells) => Native.TakeList(cells);
}

[CustomMarshaller(typeof(torch.Generator), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class GeneratorMarshaller
{
    internal ref struct In
    {
        private torch.Generator? held;

        public void FromManaged(torch.Generator? generator) => held = generator;

        public readonly nint ToUnmanaged() => held is null ? 0 : held.Pointer;

        public readonly void Free() => GC.KeepAlive(held);
    }
}

// Sizes or dimensions: pointer and count by value, as struct Sizes in native/shim.h.
[NativeMarshalling(typeof(DimsMarshaller))]
internal readonly ref struct Dims(ReadOnlySpan<long> values)
{
    internal readonly ReadOnlySpan<long> Values = values;

    public static implicit operator Dims(ReadOnlySpan<long> values) => new(values);

    public static implicit operator Dims(long[] values) => new(values ?? throw new ArgumentNullException(nameof(values)));

    public static implicit operator Dims(torch.Size size) => new(size.Shape);
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeSizes
{
    internal nint Data;
    internal long Count;
}

[CustomMarshaller(typeof(Dims), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class DimsMarshaller
{
    internal unsafe ref struct In
    {
        private ReadOnlySpan<long> values;

        public void FromManaged(Dims dims) => values = dims.Values;

        public readonly ref readonly long GetPinnableReference() => ref values.GetPinnableReference();

        // Called while GetPinnableReference's memory is pinned.
        public readonly NativeSizes ToUnmanaged() => new()
        {
            Data = (nint)Unsafe.AsPointer(ref Unsafe.AsRef(in values.GetPinnableReference())),
            Count = values.Length,
        };

        public readonly void Free()
        {
        }
    }
}

// A number by value, as struct Number in native/shim.h.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Number
{
    private readonly long bits;
    private readonly long kind;

    internal Number(long value) => (bits, kind) = (value, 1);

    internal Number(double value) => (bits, kind) = (BitConverter.DoubleToInt64Bits(value), 2);

    internal Number(bool value) => (bits, kind) = (value ? 1 : 0, 3);

    internal bool IsInteger => kind != 2;

    public static implicit operator Number(Scalar? scalar) => scalar is null ? default : scalar.Value;

    public static implicit operator Number(double value) => new(value);

    public static implicit operator Number(long value) => new(value);

    internal double ToDouble() => kind == 2 ? BitConverter.Int64BitsToDouble(bits) : bits;

    internal long ToInt64() => kind == 2 ? (long)ToDouble() : bits;
}

// A C++ bool.
internal readonly struct Flag
{
    private readonly byte value;

    private Flag(bool on) => value = on ? (byte)1 : (byte)0;

    public static implicit operator Flag(bool on) => new(on);

    public static implicit operator bool(Flag flag) => flag.value != 0;
}

// One position of an index expression, as struct Index in native/shape.cpp.
[StructLayout(LayoutKind.Sequential)]
internal struct NativeIndex
{
    internal long Kind;
    internal long Start;
    internal long Stop;
    internal long Step;
    internal long Has;
    internal nint Tensor;
}
