using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor over the array's memory where type and device allow it; the array is pinned while the storage lives.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static unsafe Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        Device on = Placed(device, names);
        ScalarType source = TypeOf(rawArray.GetType().GetElementType()!);
        long[] sizes = new long[rawArray.Rank];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = rawArray.GetLongLength(i);
        var pin = GCHandle.Alloc(rawArray, GCHandleType.Pinned);
        nint data = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(rawArray));
        return Native.over_memory(
            data, sizes, (int)source, &Unpin, GCHandle.ToIntPtr(pin), (int)(dtype ?? source), (int)on.type, on.index, requires_grad);
    }

    [UnmanagedCallersOnly]
    private static void Unpin(nint pin) => GCHandle.FromIntPtr(pin).Free();

    private static ScalarType TypeOf(Type element) => Type.GetTypeCode(element) switch
    {
        TypeCode.Boolean => ScalarType.Bool,
        TypeCode.Byte => ScalarType.Byte,
        TypeCode.SByte => ScalarType.Int8,
        TypeCode.Int16 => ScalarType.Int16,
        TypeCode.Int32 => ScalarType.Int32,
        TypeCode.Int64 => ScalarType.Int64,
        TypeCode.Single => ScalarType.Float32,
        TypeCode.Double => ScalarType.Float64,
        _ => element == typeof(Half) ? ScalarType.Float16 : throw new ArgumentException($"No tensor has elements of type {element.Name}."),
    };

    // Where a new tensor lies; named dimensions are not in this subset.
    private static Device Placed(Device? device, string[]? names) =>
        names is null ? InitializeDevice(device) : throw new NotImplementedException("Named dimensions.");

    private static int KindOf(ScalarType? dtype) => (int)(dtype ?? defaultType);

    private static unsafe Tensor Copy<T>(
        ReadOnlySpan<T> data,
        ReadOnlySpan<long> sizes,
        ScalarType source,
        ScalarType? dtype,
        Device? device,
        bool requires_grad,
        string[]? names)
        where T : unmanaged
    {
        long count = 1;
        foreach (long size in sizes) count *= size;
        if (count > data.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {data.Length} elements for {count}.");
        Device on = Placed(device, names);
        fixed (T* start = data)
        {
            // An empty array has no address, and a native tensor of no elements reads none.
            byte none = 0;
            nint memory = (nint)(start is null ? (void*)&none : start);
            return Native.from_memory(memory, sizes, (int)source, (int)(dtype ?? source), (int)on.type, on.index, requires_grad);
        }
    }

    private static ReadOnlySpan<T> Listed<T>(IList<T> list) => list switch
    {
        T[] array => array,
        List<T> l => CollectionsMarshal.AsSpan(l),
        _ => list.ToArray(),
    };

    private static ReadOnlySpan<T> Flat<T>(Array array) where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
}
