namespace TorchSharp;

public static class TensorExtensionMethods
{
    /// <summary>Bytes of one element.</summary>
    public static int ElementSize(this torch.ScalarType type) => type switch
    {
        torch.ScalarType.Byte or torch.ScalarType.Int8 or torch.ScalarType.Bool => 1,
        torch.ScalarType.Int16 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16 => 2,
        torch.ScalarType.Int32 or torch.ScalarType.Float32 => 4,
        torch.ScalarType.Int64 or torch.ScalarType.Float64 => 8,
        _ => throw new NotImplementedException($"{type}"),
    };

    public static Modules.Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

    public static float ToSingle(this torch.Tensor value) => (float)Double(value);

    public static double ToDouble(this torch.Tensor value) => Double(value);

    public static Half ToHalf(this torch.Tensor value) => (Half)Double(value);

    public static sbyte ToSByte(this torch.Tensor value) => (sbyte)Int(value);

    public static byte ToByte(this torch.Tensor value) => (byte)Int(value);

    public static short ToInt16(this torch.Tensor value) => (short)Int(value);

    public static int ToInt32(this torch.Tensor value) => (int)Int(value);

    public static long ToInt64(this torch.Tensor value) => Int(value);

    public static bool ToBoolean(this torch.Tensor value) => One(value).is_nonzero();

    private static double Double(torch.Tensor tensor)
    {
        Native.Check(Native.item_double(One(tensor), out double value));
        return value;
    }

    private static long Int(torch.Tensor tensor)
    {
        Native.Check(Native.item_int(One(tensor), out long value));
        return value;
    }

    private static torch.Tensor One(torch.Tensor tensor) =>
        tensor.NumberOfElements == 1
            ? tensor
            : throw new ArgumentException($"A tensor of {tensor.NumberOfElements} elements is not one number.");
}
