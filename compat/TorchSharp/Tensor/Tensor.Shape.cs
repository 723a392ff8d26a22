namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor T => Native.numpy_T(this);

        public Tensor mT => Native.mT(this);

        public Tensor view(params long[] shape) => Native.view(this, shape);

        public Tensor view_as(Tensor other) => Native.view(this, other.shape);

        public Tensor reshape(params long[] shape) => Native.reshape(this, shape);

        public Tensor permute(params long[] permutation) => Native.permute(this, permutation);

        public Tensor permute(IEnumerable<long> permutation) => Native.permute(this, permutation.ToArray());

        public Tensor transpose(long dim0, long dim1) => Native.transpose(this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => Native.transpose_(this, dim0, dim1);

        public Tensor swapaxes(long dim0, long dim1) => Native.transpose(this, dim0, dim1);

        public Tensor swapdims(long dim0, long dim1) => Native.transpose(this, dim0, dim1);

        public Tensor movedim(long[] source, long[] destination) => Native.movedim(this, source, destination);

        public Tensor t() => Native.t(this);

        public Tensor unsqueeze(long dim) => Native.unsqueeze(this, dim);

        public Tensor unsqueeze_(long dim) => Native.unsqueeze_(this, dim);

        public Tensor squeeze(long? dim = null) => dim is { } d ? Native.squeeze_dim(this, d) : Native.squeeze(this);

        public Tensor squeeze_(long? dim = null) => dim is { } d ? Native.squeeze_dim_(this, d) : Native.squeeze_(this);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Native.flatten(this, start_dim, end_dim);

        public Tensor ravel() => Native.flatten(this, 0, -1);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            long[] old = shape;
            long at = dim < 0 ? dim + old.Length : dim;
            if (at < 0 || at >= old.Length)
                throw new ArgumentOutOfRangeException(nameof(dim), $"{dim} is no dimension of a {old.Length}-D tensor.");
            long[] split = [.. old.AsSpan(0, (int)at), .. sizes, .. old.AsSpan((int)at + 1)];
            return Native.view(this, split);
        }

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        public Tensor expand(params long[] sizes) => Native.expand(this, sizes, false);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Native.expand(this, sizes, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Native.expand(this, sizes, isImplicit);

        public Tensor expand(Size sizes, bool isImplicit = false) => Native.expand(this, sizes, isImplicit);

        public Tensor expand_as(Tensor other) => Native.expand_as(this, other);

        public Tensor broadcast_to(params long[] shape) => Native.broadcast_to(this, shape);

        public Tensor repeat(params long[] sizes) => Native.repeat(this, sizes);

        public Tensor tile(long[] reps) => Native.tile(this, reps);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Native.repeat_interleave(this, repeats, dim ?? 0, dim.HasValue, output_size ?? 0, output_size.HasValue);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Native.repeat_interleave_tensor(this, repeats, dim ?? 0, dim.HasValue, output_size ?? 0, output_size.HasValue);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            Native.as_strided(this, size, strides, storageOffset);

        public Tensor unfold(long dimension, long size, long step) => Native.unfold(this, dimension, size, step);

        public Tensor contiguous() => Native.contiguous(this);

        public Tensor clone() => Native.clone(this);

        public Tensor detach() => Native.detach(this);

        public Tensor detach_() => Native.detach_(this);

        public Tensor alias() => Native.alias(this);

        public Tensor roll(long shifts, long? dims = null)
        {
            long dim = dims ?? 0;
            return Native.roll(this, new ReadOnlySpan<long>(ref shifts), dims is null ? default : new ReadOnlySpan<long>(ref dim));
        }

        public Tensor roll(long[] shifts, long[] dims) => Native.roll(this, shifts, dims);

        public Tensor flip(params long[] dims) => Native.flip(this, dims);

        public Tensor tril(long diagonal = 0) => Native.tril(this, diagonal);

        public Tensor tril_(long diagonal = 0) => Native.tril_(this, diagonal);

        public Tensor triu(long diagonal = 0) => Native.triu(this, diagonal);

        public Tensor triu_(long diagonal = 0) => Native.triu_(this, diagonal);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Native.diagonal(this, offset, dim1, dim2);

        public Tensor[] chunk(long chunks, long dim = 0) => Native.chunk(this, chunks, dim);

        public Tensor[] split(long size, int dim = 0) => Native.split(this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Native.split_sizes(this, sizes, dim);

        public Tensor[] split(params long[] sizes) => Native.split_sizes(this, sizes, 0);

        public Tensor[] unbind(long dimension = 0) => Native.unbind(this, dimension);
    }
}
