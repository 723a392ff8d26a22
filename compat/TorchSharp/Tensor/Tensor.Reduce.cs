namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Native.sum(this, Code(type));

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            Native.sum_dims(this, new ReadOnlySpan<long>(ref dim), keepdim, Code(type));

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Native.sum_dims(this, dim, keepdim, Code(type));

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Native.sum_dims(this, dim, keepdim, Code(type));

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);

        public Tensor mean() => Native.mean(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Native.mean_dims(this, dimensions, keepdim, Code(type));

        public Tensor prod(ScalarType? type = null) => Native.prod(this, Code(type));

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Native.prod_dim(this, dim, keepdim, Code(type));

        public Tensor var(bool unbiased = true) => Native.var(this, unbiased);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim], unbiased, keepdim, type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            In(type, Native.var_dims(this, dimensions, unbiased, keepdim));

        public Tensor std(bool unbiased = true) => Native.std(this, unbiased);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim], unbiased, keepdim, type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            In(type, Native.std_dims(this, dimensions, unbiased, keepdim));

        public Tensor max() => Native.max(this);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Pair(Native.max_dim(this, dim, keepdim));

        public Tensor min() => Native.min(this);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Pair(Native.min_dim(this, dim, keepdim));

        public Tensor amax(params long[] dims) => Native.amax(this, dims, false);

        public Tensor amin(params long[] dims) => Native.amin(this, dims, false);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(@out, Native.amax(this, dims, keepdim));

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Native.amax(this, dims, keepdim));

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(@out, Native.amin(this, dims, keepdim));

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Native.amin(this, dims, keepdim));

        public Tensor argmax() => Native.argmax(this);

        public Tensor argmax(long dim, bool keepdim = false) => Native.argmax_dim(this, dim, keepdim);

        public Tensor argmin() => Native.argmin(this);

        public Tensor argmin(long dim, bool keepdim = false) => Native.argmin_dim(this, dim, keepdim);

        public Tensor any() => Native.any(this);

        public Tensor any(long dim, bool keepdim = false) => Native.any_dim(this, dim, keepdim);

        public Tensor all() => Native.all(this);

        public Tensor all(long dim, bool keepdim = false) => Native.all_dim(this, dim, keepdim);

        public Tensor cumsum(long dim, ScalarType? type = null) => Native.cumsum(this, dim, Code(type));

        public Tensor cumprod(long dim, ScalarType? type = null) => Native.cumprod(this, dim, Code(type));

        public Tensor logsumexp(long dim, bool keepdim = false) => Native.logsumexp(this, dim, keepdim);

        public Tensor norm(float p = 2) => Native.norm(this, p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2) => Native.norm_dim(this, p, dim, keepdim);

        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? Native.count_nonzero_all(this) : Native.count_nonzero(this, dims);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Native.softmax(this, dim, Code(dtype));

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Native.log_softmax(this, dim, Code(dtype));

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Pair(Native.topk(this, k, dim, largest, sorted));

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Pair(Native.sort(this, dim, descending, stable));

        public Tensor argsort(long dim = -1, bool descending = false) => Native.argsort(this, dim, descending);

        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            Native.bucketize(this, boundaries, outInt32, right);

        private static (Tensor, Tensor) Pair(Tensor[] tensors) => (tensors[0], tensors[1]);

        private static Tensor In(ScalarType? type, Tensor result)
        {
            if (type is null || result.dtype == type) return result;
            using (result) return result.to_type(type.Value);
        }

        private static Tensor Into(Tensor? target, Tensor result)
        {
            if (target is null) return result;
            using (result) return target.copy_(result);
        }
    }
}
