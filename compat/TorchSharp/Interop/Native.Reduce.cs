using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp;

// Entry points of native/reduce.cpp: reductions, order and distributions.
internal static unsafe partial class Native
{
    [LibraryImport(Library, EntryPoint = "ht_sum")] internal static partial Tensor sum(Tensor t, int dtype);
    [LibraryImport(Library, EntryPoint = "ht_sum_dims")] internal static partial Tensor sum_dims(Tensor t, Dims dims, Flag keep, int dtype);
    [LibraryImport(Library, EntryPoint = "ht_mean")] internal static partial Tensor mean(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_mean_dims")]
    internal static partial Tensor mean_dims(Tensor t, Dims dims, Flag keep, int dtype);
    [LibraryImport(Library, EntryPoint = "ht_prod")] internal static partial Tensor prod(Tensor t, int dtype);
    [LibraryImport(Library, EntryPoint = "ht_prod_dim")] internal static partial Tensor prod_dim(Tensor t, long dim, Flag keep, int dtype);
    [LibraryImport(Library, EntryPoint = "ht_var")] internal static partial Tensor var(Tensor t, Flag unbiased);
    [LibraryImport(Library, EntryPoint = "ht_var_dims")]
    internal static partial Tensor var_dims(Tensor t, Dims dims, Flag unbiased, Flag keep);
    [LibraryImport(Library, EntryPoint = "ht_std")] internal static partial Tensor std(Tensor t, Flag unbiased);
    [LibraryImport(Library, EntryPoint = "ht_std_dims")]
    internal static partial Tensor std_dims(Tensor t, Dims dims, Flag unbiased, Flag keep);
    [LibraryImport(Library, EntryPoint = "ht_max")] internal static partial Tensor max(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_min")] internal static partial Tensor min(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_max_dim")] [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] max_dim(Tensor t, long dim, Flag keep);
    [LibraryImport(Library, EntryPoint = "ht_min_dim")] [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] min_dim(Tensor t, long dim, Flag keep);
    [LibraryImport(Library, EntryPoint = "ht_amax")] internal static partial Tensor amax(Tensor t, Dims dims, Flag keep);
    [LibraryImport(Library, EntryPoint = "ht_amin")] internal static partial Tensor amin(Tensor t, Dims dims, Flag keep);
    [LibraryImport(Library, EntryPoint = "ht_argmax")] internal static partial Tensor argmax(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_argmax_dim")] internal static partial Tensor argmax_dim(Tensor t, long dim, Flag keep);
    [LibraryImport(Library, EntryPoint = "ht_argmin")] internal static partial Tensor argmin(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_argmin_dim")] internal static partial Tensor argmin_dim(Tensor t, long dim, Flag keep);
    [LibraryImport(Library, EntryPoint = "ht_any")] internal static partial Tensor any(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_any_dim")] internal static partial Tensor any_dim(Tensor t, long dim, Flag keep);
    [LibraryImport(Library, EntryPoint = "ht_all")] internal static partial Tensor all(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_all_dim")] internal static partial Tensor all_dim(Tensor t, long dim, Flag keep);
    [LibraryImport(Library, EntryPoint = "ht_cumsum")] internal static partial Tensor cumsum(Tensor t, long dim, int dtype);
    [LibraryImport(Library, EntryPoint = "ht_cumprod")] internal static partial Tensor cumprod(Tensor t, long dim, int dtype);
    [LibraryImport(Library, EntryPoint = "ht_logsumexp")] internal static partial Tensor logsumexp(Tensor t, long dim, Flag keep);
    [LibraryImport(Library, EntryPoint = "ht_norm")] internal static partial Tensor norm(Tensor t, double p);
    [LibraryImport(Library, EntryPoint = "ht_norm_dim")] internal static partial Tensor norm_dim(Tensor t, double p, long dim, Flag keep);
    [LibraryImport(Library, EntryPoint = "ht_count_nonzero")] internal static partial Tensor count_nonzero(Tensor t, Dims dims);
    [LibraryImport(Library, EntryPoint = "ht_count_nonzero_all")] internal static partial Tensor count_nonzero_all(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_softmax")] internal static partial Tensor softmax(Tensor t, long dim, int dtype);
    [LibraryImport(Library, EntryPoint = "ht_log_softmax")] internal static partial Tensor log_softmax(Tensor t, long dim, int dtype);
    [LibraryImport(Library, EntryPoint = "ht_topk")] [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] topk(Tensor t, long k, long dim, Flag largest, Flag sorted);
    [LibraryImport(Library, EntryPoint = "ht_sort")] [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] sort(Tensor t, long dim, Flag descending, Flag stable);
    [LibraryImport(Library, EntryPoint = "ht_argsort")] internal static partial Tensor argsort(Tensor t, long dim, Flag descending);
    [LibraryImport(Library, EntryPoint = "ht_bucketize")]
    internal static partial Tensor bucketize(Tensor t, Tensor boundaries, Flag out_int32, Flag right);
    [LibraryImport(Library, EntryPoint = "ht_searchsorted")]
    internal static partial Tensor searchsorted(Tensor sorted, Tensor values, Flag out_int32, Flag right);
}
