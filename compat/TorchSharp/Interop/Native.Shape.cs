using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp;

// Entry points of native/shape.cpp: views, selection and scattering.
internal static unsafe partial class Native
{
    [LibraryImport(Library, EntryPoint = "ht_view")] internal static partial Tensor view(Tensor t, Dims s);
    [LibraryImport(Library, EntryPoint = "ht_reshape")] internal static partial Tensor reshape(Tensor t, Dims s);
    [LibraryImport(Library, EntryPoint = "ht_permute")] internal static partial Tensor permute(Tensor t, Dims dims);
    [LibraryImport(Library, EntryPoint = "ht_transpose")] internal static partial Tensor transpose(Tensor t, long a, long b);
    [LibraryImport(Library, EntryPoint = "ht_transpose_")] internal static partial Tensor transpose_(Tensor t, long a, long b);
    [LibraryImport(Library, EntryPoint = "ht_t")] internal static partial Tensor t(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_mT")] internal static partial Tensor mT(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_numpy_T")] internal static partial Tensor numpy_T(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_movedim")] internal static partial Tensor movedim(Tensor t, Dims from, Dims to);
    [LibraryImport(Library, EntryPoint = "ht_unsqueeze")] internal static partial Tensor unsqueeze(Tensor t, long dim);
    [LibraryImport(Library, EntryPoint = "ht_unsqueeze_")] internal static partial Tensor unsqueeze_(Tensor t, long dim);
    [LibraryImport(Library, EntryPoint = "ht_squeeze")] internal static partial Tensor squeeze(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_squeeze_dim")] internal static partial Tensor squeeze_dim(Tensor t, long dim);
    [LibraryImport(Library, EntryPoint = "ht_squeeze_")] internal static partial Tensor squeeze_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_squeeze_dim_")] internal static partial Tensor squeeze_dim_(Tensor t, long dim);
    [LibraryImport(Library, EntryPoint = "ht_flatten")] internal static partial Tensor flatten(Tensor t, long start, long @end);
    [LibraryImport(Library, EntryPoint = "ht_expand")] internal static partial Tensor expand(Tensor t, Dims s, Flag is_implicit);
    [LibraryImport(Library, EntryPoint = "ht_expand_as")] internal static partial Tensor expand_as(Tensor t, Tensor other);
    [LibraryImport(Library, EntryPoint = "ht_broadcast_to")] internal static partial Tensor broadcast_to(Tensor t, Dims s);
    [LibraryImport(Library, EntryPoint = "ht_repeat")] internal static partial Tensor repeat(Tensor t, Dims s);
    [LibraryImport(Library, EntryPoint = "ht_tile")] internal static partial Tensor tile(Tensor t, Dims s);
    [LibraryImport(Library, EntryPoint = "ht_repeat_interleave")]
    internal static partial Tensor repeat_interleave(Tensor t, long n, long dim, Flag has_dim, long size, Flag has_size);
    [LibraryImport(Library, EntryPoint = "ht_repeat_interleave_tensor")]
    internal static partial Tensor repeat_interleave_tensor(Tensor t, Tensor n, long dim, Flag has_dim, long size, Flag has_size);
    [LibraryImport(Library, EntryPoint = "ht_as_strided")]
    internal static partial Tensor as_strided(Tensor t, Dims s, Dims strides, long offset);
    [LibraryImport(Library, EntryPoint = "ht_unfold")] internal static partial Tensor unfold(Tensor t, long dim, long size, long step);
    [LibraryImport(Library, EntryPoint = "ht_narrow")] internal static partial Tensor narrow(Tensor t, long dim, long start, long length);
    [LibraryImport(Library, EntryPoint = "ht_slice")]
    internal static partial Tensor slice(Tensor t, long dim, long start, long @end, long step);
    [LibraryImport(Library, EntryPoint = "ht_select")] internal static partial Tensor select(Tensor t, long dim, long index);
    [LibraryImport(Library, EntryPoint = "ht_index_select")] internal static partial Tensor index_select(Tensor t, long dim, Tensor index);
    [LibraryImport(Library, EntryPoint = "ht_take_along_dim")]
    internal static partial Tensor take_along_dim(Tensor t, Tensor index, long dim, Flag has_dim);
    [LibraryImport(Library, EntryPoint = "ht_gather")] internal static partial Tensor gather(Tensor t, long dim, Tensor index);
    [LibraryImport(Library, EntryPoint = "ht_scatter")]
    internal static partial Tensor scatter(Tensor t, long dim, Tensor index, Tensor src);
    [LibraryImport(Library, EntryPoint = "ht_scatter_")]
    internal static partial Tensor scatter_(Tensor t, long dim, Tensor index, Tensor src);
    [LibraryImport(Library, EntryPoint = "ht_scatter_add")]
    internal static partial Tensor scatter_add(Tensor t, long dim, Tensor index, Tensor src);
    [LibraryImport(Library, EntryPoint = "ht_scatter_add_")]
    internal static partial Tensor scatter_add_(Tensor t, long dim, Tensor index, Tensor src);
    [LibraryImport(Library, EntryPoint = "ht_index_add")]
    internal static partial Tensor index_add(Tensor t, long dim, Tensor index, Tensor src, Number alpha);
    [LibraryImport(Library, EntryPoint = "ht_index_add_")]
    internal static partial Tensor index_add_(Tensor t, long dim, Tensor index, Tensor src, Number alpha);
    [LibraryImport(Library, EntryPoint = "ht_index_copy")]
    internal static partial Tensor index_copy(Tensor t, long dim, Tensor index, Tensor src);
    [LibraryImport(Library, EntryPoint = "ht_index_copy_")]
    internal static partial Tensor index_copy_(Tensor t, long dim, Tensor index, Tensor src);
    [LibraryImport(Library, EntryPoint = "ht_index_fill")]
    internal static partial Tensor index_fill(Tensor t, long dim, Tensor index, Number value);
    [LibraryImport(Library, EntryPoint = "ht_index_fill_")]
    internal static partial Tensor index_fill_(Tensor t, long dim, Tensor index, Number value);
    [LibraryImport(Library, EntryPoint = "ht_masked_fill")] internal static partial Tensor masked_fill(Tensor t, Tensor mask, Number value);
    [LibraryImport(Library, EntryPoint = "ht_masked_fill_")]
    internal static partial Tensor masked_fill_(Tensor t, Tensor mask, Number value);
    [LibraryImport(Library, EntryPoint = "ht_masked_select")] internal static partial Tensor masked_select(Tensor t, Tensor mask);
    [LibraryImport(Library, EntryPoint = "ht_masked_scatter")]
    internal static partial Tensor masked_scatter(Tensor t, Tensor mask, Tensor value);
    [LibraryImport(Library, EntryPoint = "ht_masked_scatter_")]
    internal static partial Tensor masked_scatter_(Tensor t, Tensor mask, Tensor value);
    [LibraryImport(Library, EntryPoint = "ht_where")] internal static partial Tensor where(Tensor condition, Tensor x, Tensor y);
    [LibraryImport(Library, EntryPoint = "ht_where_list")] [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] where_list(Tensor condition);
    [LibraryImport(Library, EntryPoint = "ht_nonzero")] internal static partial Tensor nonzero(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_chunk")] [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] chunk(Tensor t, long n, long dim);
    [LibraryImport(Library, EntryPoint = "ht_split")] [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] split(Tensor t, long size, long dim);
    [LibraryImport(Library, EntryPoint = "ht_split_sizes")] [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] split_sizes(Tensor t, Dims s, long dim);
    [LibraryImport(Library, EntryPoint = "ht_unbind")] [return: MarshalUsing(typeof(TensorListMarshaller))]
    internal static partial Tensor[] unbind(Tensor t, long dim);
    [LibraryImport(Library, EntryPoint = "ht_roll")] internal static partial Tensor roll(Tensor t, Dims shifts, Dims dims);
    [LibraryImport(Library, EntryPoint = "ht_flip")] internal static partial Tensor flip(Tensor t, Dims dims);
    [LibraryImport(Library, EntryPoint = "ht_tril")] internal static partial Tensor tril(Tensor t, long diagonal);
    [LibraryImport(Library, EntryPoint = "ht_tril_")] internal static partial Tensor tril_(Tensor t, long diagonal);
    [LibraryImport(Library, EntryPoint = "ht_triu")] internal static partial Tensor triu(Tensor t, long diagonal);
    [LibraryImport(Library, EntryPoint = "ht_triu_")] internal static partial Tensor triu_(Tensor t, long diagonal);
    [LibraryImport(Library, EntryPoint = "ht_fill_")] internal static partial Tensor fill_(Tensor t, Number value);
    [LibraryImport(Library, EntryPoint = "ht_zero_")] internal static partial Tensor zero_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_diagonal")] internal static partial Tensor diagonal(Tensor t, long offset, long a, long b);
    [LibraryImport(Library, EntryPoint = "ht_index")]
    internal static partial Tensor index(Tensor t, ReadOnlySpan<NativeIndex> items, long count);
    [LibraryImport(Library, EntryPoint = "ht_index_put_")]
    internal static partial Tensor index_put_(Tensor t, ReadOnlySpan<NativeIndex> items, long count, Tensor value);
    [LibraryImport(Library, EntryPoint = "ht_index_put_number_")]
    internal static partial Tensor index_put_number_(Tensor t, ReadOnlySpan<NativeIndex> items, long count, Number value);
    [LibraryImport(Library, EntryPoint = "ht_index_put_accumulate_")]
    internal static partial Tensor index_put_accumulate_(Tensor t, ReadOnlySpan<nint> tensors, long count, Tensor value, Flag accumulate);
}
