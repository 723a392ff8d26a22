namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor narrow(long dim, long start, long length) => Native.narrow(this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) => Native.slice(this, dim, start, finish, step);

        public Tensor select(long dim, long index) => Native.select(this, dim, index);

        public Tensor index_select(long dim, Tensor index) => Native.index_select(this, dim, index);

        public Tensor take_along_dim(Tensor indices) => Native.take_along_dim(this, indices, 0, false);

        public Tensor take_along_dim(Tensor indices, long dim) => Native.take_along_dim(this, indices, dim, true);

        public Tensor gather(long dim, Tensor index) => Native.gather(this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Native.scatter(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Native.scatter_(this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Native.scatter_add(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Native.scatter_add_(this, dim, index, src);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Native.index_add(this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Native.index_add_(this, dim, index, source, alpha);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => Native.index_copy(this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Native.index_copy_(this, dim, index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) => Native.index_fill(this, dim, index, value);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Native.index_fill_(this, dim, index, value);

        public Tensor masked_fill(Tensor mask, Scalar value) => Native.masked_fill(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Native.masked_fill_(this, mask, value);

        public Tensor masked_select(Tensor mask) => Native.masked_select(this, mask);

        public Tensor masked_scatter(Tensor mask, Tensor value) => Native.masked_scatter(this, mask, value);

        public Tensor masked_scatter_(Tensor mask, Tensor value) => Native.masked_scatter_(this, mask, value);

        /// <summary>Where the condition holds this tensor's elements, elsewhere those of y.</summary>
        public Tensor where(Tensor condition, Tensor y) => Native.where(condition, this, y);

        public Tensor nonzero() => Native.nonzero(this);

        public Tensor fill_(Scalar value) => Native.fill_(this, value);

        public Tensor zero_() => Native.zero_(this);
    }
}
