namespace TorchSharp;

public static partial class torch
{
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        Device on = InitializeDevice(device);
        bool integers = start.Value.IsInteger && stop.Value.IsInteger && step.Value.IsInteger;
        ScalarType type = dtype ?? (integers ? ScalarType.Int64 : defaultType);
        return Native.arange(start, stop, step, (int)type, (int)on.type, on.index, requires_grad);
    }

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        Device on = InitializeDevice(device);
        return Native.linspace(start, end, steps, KindOf(dtype), (int)on.type, on.index, requires_grad);
    }

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        Device on = Placed(device, names);
        return Native.eye(rows, columns < 0 ? rows : columns, KindOf(dtype), (int)on.type, on.index, requires_grad);
    }

    public static Tensor randint(
        long low, long high, Size size,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        Device on = Placed(device, names);
        int type = (int)(dtype ?? ScalarType.Int64);
        return Native.randint(low, high, size, generator, type, (int)on.type, on.index, requires_grad);
    }

    public static Tensor randint(
        long high, Size size,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        long low, long high, long[] size,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(low, high, new Size(size), dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        long high, long[] size,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, new Size(size), dtype, device, requires_grad, generator, names);

    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null)
    {
        Device on = InitializeDevice(device);
        return Native.randperm(n, generator, (int)(dtype ?? ScalarType.Int64), (int)on.type, on.index, requires_grad);
    }

    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Like(input, 0, dtype, device, requires_grad, names);

    public static Tensor ones_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Like(input, 1, dtype, device, requires_grad, names);

    public static Tensor empty_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Like(input, 2, dtype, device, requires_grad, names);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(input, 3, dtype, device, requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Like(input, 4, dtype, device, requires_grad);

    public static Tensor full_like(
        Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        Device on = device is null ? input.device : Placed(device, names);
        return Native.full_like(input, value, (int)(dtype ?? input.dtype), (int)on.type, on.index, requires_grad);
    }

    private static Tensor Like(
        Tensor input, int kind, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null)
    {
        Device on = device is null && names is null ? input.device : Placed(device ?? input.device, names);
        return Native.like(input, kind, (int)(dtype ?? input.dtype), (int)on.type, on.index, requires_grad);
    }
}
