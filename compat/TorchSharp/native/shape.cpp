// Views, copies in another shape, selection and scattering.
#include "shim.h"

#include <ATen/TensorIndexing.h>

OP(view, (Tensor t, Sizes s), t->view(s))
OP(reshape, (Tensor t, Sizes s), t->reshape(s))
OP(permute, (Tensor t, Sizes dims), t->permute(dims))
OP(transpose, (Tensor t, int64_t a, int64_t b), t->transpose(a, b))
OP(transpose_, (Tensor t, int64_t a, int64_t b), t->transpose_(a, b))
OP(t, (Tensor t), t->t())
OP(mT, (Tensor t), t->mT())
OP(numpy_T, (Tensor t), t->numpy_T())
OP(movedim, (Tensor t, Sizes from, Sizes to), t->movedim(from, to))
OP(unsqueeze, (Tensor t, int64_t dim), t->unsqueeze(dim))
OP(unsqueeze_, (Tensor t, int64_t dim), t->unsqueeze_(dim))
OP(squeeze, (Tensor t), t->squeeze())
OP(squeeze_dim, (Tensor t, int64_t dim), t->squeeze(dim))
OP(squeeze_, (Tensor t), t->squeeze_())
OP(squeeze_dim_, (Tensor t, int64_t dim), t->squeeze_(dim))
OP(flatten, (Tensor t, int64_t start, int64_t end), t->flatten(start, end))
OP(expand, (Tensor t, Sizes s, bool is_implicit), t->expand(s, is_implicit))
OP(expand_as, (Tensor t, Tensor other), t->expand_as(*other))
OP(broadcast_to, (Tensor t, Sizes s), t->broadcast_to(s))
OP(repeat, (Tensor t, Sizes s), t->repeat(s))
OP(tile, (Tensor t, Sizes s), t->tile(s))
OP(repeat_interleave, (Tensor t, int64_t n, int64_t dim, bool has_dim, int64_t size, bool has_size),
    t->repeat_interleave(n, dim_of(dim, has_dim), dim_of(size, has_size)))
OP(repeat_interleave_tensor, (Tensor t, Tensor n, int64_t dim, bool has_dim, int64_t size, bool has_size),
    t->repeat_interleave(*n, dim_of(dim, has_dim), dim_of(size, has_size)))
OP(as_strided, (Tensor t, Sizes s, Sizes strides, int64_t offset), t->as_strided(s, strides, offset))
OP(unfold, (Tensor t, int64_t dim, int64_t size, int64_t step), t->unfold(dim, size, step))

OP(narrow, (Tensor t, int64_t dim, int64_t start, int64_t length), t->narrow(dim, start, length))
OP(slice, (Tensor t, int64_t dim, int64_t start, int64_t end, int64_t step), t->slice(dim, start, end, step))
OP(select, (Tensor t, int64_t dim, int64_t index), t->select(dim, index))
OP(index_select, (Tensor t, int64_t dim, Tensor index), t->index_select(dim, *index))
OP(take_along_dim, (Tensor t, Tensor index, int64_t dim, bool has_dim), t->take_along_dim(*index, dim_of(dim, has_dim)))
OP(gather, (Tensor t, int64_t dim, Tensor index), t->gather(dim, *index))
OP(scatter, (Tensor t, int64_t dim, Tensor index, Tensor src), t->scatter(dim, *index, *src))
OP(scatter_, (Tensor t, int64_t dim, Tensor index, Tensor src), t->scatter_(dim, *index, *src))
OP(scatter_add, (Tensor t, int64_t dim, Tensor index, Tensor src), t->scatter_add(dim, *index, *src))
OP(scatter_add_, (Tensor t, int64_t dim, Tensor index, Tensor src), t->scatter_add_(dim, *index, *src))
OP(index_add, (Tensor t, int64_t dim, Tensor index, Tensor src, Number alpha), t->index_add(dim, *index, *src, alpha.get()))
OP(index_add_, (Tensor t, int64_t dim, Tensor index, Tensor src, Number alpha), t->index_add_(dim, *index, *src, alpha.get()))
OP(index_copy, (Tensor t, int64_t dim, Tensor index, Tensor src), t->index_copy(dim, *index, *src))
OP(index_copy_, (Tensor t, int64_t dim, Tensor index, Tensor src), t->index_copy_(dim, *index, *src))
OP(index_fill, (Tensor t, int64_t dim, Tensor index, Number value), t->index_fill(dim, *index, value.get()))
OP(index_fill_, (Tensor t, int64_t dim, Tensor index, Number value), t->index_fill_(dim, *index, value.get()))
OP(masked_fill, (Tensor t, Tensor mask, Number value), t->masked_fill(*mask, value.get()))
OP(masked_fill_, (Tensor t, Tensor mask, Number value), t->masked_fill_(*mask, value.get()))
OP(masked_select, (Tensor t, Tensor mask), t->masked_select(*mask))
OP(masked_scatter, (Tensor t, Tensor mask, Tensor value), t->masked_scatter(*mask, *value))
OP(masked_scatter_, (Tensor t, Tensor mask, Tensor value), t->masked_scatter_(*mask, *value))
OP(where, (Tensor condition, Tensor x, Tensor y), at::where(*condition, *x, *y))
LIST(where_list, (Tensor condition), at::where(*condition))
OP(nonzero, (Tensor t), t->nonzero())

LIST(chunk, (Tensor t, int64_t n, int64_t dim), t->chunk(n, dim))
LIST(split, (Tensor t, int64_t size, int64_t dim), t->split(size, dim))
LIST(split_sizes, (Tensor t, Sizes s, int64_t dim), t->split_with_sizes(s, dim))
LIST(unbind, (Tensor t, int64_t dim), t->unbind(dim))
OP(roll, (Tensor t, Sizes shifts, Sizes dims), t->roll(shifts, dims))
OP(flip, (Tensor t, Sizes dims), t->flip(dims))
OP(tril, (Tensor t, int64_t diagonal), t->tril(diagonal))
OP(tril_, (Tensor t, int64_t diagonal), t->tril_(diagonal))
OP(triu, (Tensor t, int64_t diagonal), t->triu(diagonal))
OP(triu_, (Tensor t, int64_t diagonal), t->triu_(diagonal))
OP(fill_, (Tensor t, Number value), t->fill_(value.get()))
OP(zero_, (Tensor t), t->zero_())
OP(diagonal, (Tensor t, int64_t offset, int64_t a, int64_t b), t->diagonal(offset, a, b))

// One position of an index expression, in the order and with the kinds of the C# TensorIndex.
struct Index
{
    int64_t kind; // 0 none (new axis), 1 ellipsis, 2 single, 3 bool, 4 slice, 5 tensor
    int64_t start, stop, step;
    int64_t has; // bits: 1 start, 2 stop, 4 step
    Tensor tensor;
};

static std::vector<at::indexing::TensorIndex> indices_of(const Index* items, int64_t count)
{
    std::vector<at::indexing::TensorIndex> v;
    v.reserve(count);
    for (const Index* i = items; i < items + count; i++)
    {
        switch (i->kind)
        {
        case 0: v.emplace_back(at::indexing::None); break;
        case 1: v.emplace_back(at::indexing::Ellipsis); break;
        case 2: v.emplace_back(i->start); break;
        case 3: v.emplace_back(i->start != 0); break;
        case 4:
            v.emplace_back(at::indexing::Slice(
                i->has & 1 ? Maybe<int64_t>(i->start) : Maybe<int64_t>(),
                i->has & 2 ? Maybe<int64_t>(i->stop) : Maybe<int64_t>(),
                i->has & 4 ? Maybe<int64_t>(i->step) : Maybe<int64_t>()));
            break;
        default: v.emplace_back(*i->tensor); break;
        }
    }
    return v;
}

OP(index, (Tensor t, const Index* items, int64_t count), t->index(indices_of(items, count)))
OP(index_put_, (Tensor t, const Index* items, int64_t count, Tensor value), t->index_put_(indices_of(items, count), *value))
OP(index_put_number_, (Tensor t, const Index* items, int64_t count, Number value), t->index_put_(indices_of(items, count), value.get()))

static c10::List<Maybe<at::Tensor>> tensor_indices(Tensor const* tensors, int64_t count)
{
    c10::List<Maybe<at::Tensor>> v;
    v.reserve(count);
    for (int64_t i = 0; i < count; i++) v.push_back(maybe(tensors[i]));
    return v;
}

OP(index_put_accumulate_, (Tensor t, Tensor const* tensors, int64_t count, Tensor value, bool accumulate),
    t->index_put_(tensor_indices(tensors, count), *value, accumulate))
