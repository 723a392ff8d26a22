namespace TorchSharp;

public static partial class torch
{
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Native.where(condition, x, y);

    public static Tensor[] where(Tensor condition) => Native.where_list(condition);

    public static Tensor[] unbind(Tensor input, long dim = 0) => Native.unbind(input, dim);

    public static Tensor[] unbind(Tensor tensor, int dim = 0) => Native.unbind(tensor, dim);

    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) =>
        Native.split_sizes(tensor, split_size_or_sections, dim);

    public static Tensor norm(Tensor input) => input.norm();

    public static Tensor searchsorted(
        Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        sorter is null
            ? Native.searchsorted(sorted_sequence, values, out_int32, right)
            : throw new NotImplementedException("searchsorted with a sorter.");

    public static Tensor diagonal(Tensor input, long offset = 0, long dim1 = 0, long dim2 = 1) => input.diagonal(offset, dim1, dim2);

    public static bool is_floating_point(Tensor input) => input.is_floating_point();

    public static bool is_integral(Tensor t) => t.is_integral();

    public static bool is_nonzero(Tensor input) => input.is_nonzero();
}
