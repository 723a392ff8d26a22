// Errors, lifetime and properties of tensors, and the way in and out of their memory.
#include "shim.h"

#include <cstring>
#include <string>

static thread_local std::string pending;

void keep_error(const char* message) { pending = message; }

void** list_of(const std::vector<at::Tensor>& tensors)
{
    auto cells = static_cast<void**>(malloc((tensors.size() + 1) * sizeof(void*)));
    cells[0] = reinterpret_cast<void*>(tensors.size());
    for (size_t i = 0; i < tensors.size(); i++) cells[i + 1] = tensors[i].defined() ? new at::Tensor(tensors[i]) : nullptr;
    return cells;
}

// The message of this thread's last error, as a malloc'ed string; null when there is none.
EXPORT char* ht_error()
{
    if (pending.empty()) return nullptr;
    char* copy = strdup(pending.c_str());
    pending.clear();
    return copy;
}

EXPORT const char* ht_version() { return TORCH_VERSION; }

EXPORT void ht_free(void* p) { free(p); }

EXPORT void ht_dispose(Tensor t)
{
    try
    {
        delete t;
    }
    catch (...)
    {
        // A destructor's error has nobody to go to: finalizers call this too.
    }
}

READ(int64_t, dim, (Tensor t), t->dim())
READ(int64_t, numel, (Tensor t), t->numel())
READ(int32_t, dtype, (Tensor t), static_cast<int32_t>(t->scalar_type()))
READ(int32_t, device_type, (Tensor t), static_cast<int32_t>(t->device().type()))
READ(int32_t, device_index, (Tensor t), static_cast<int32_t>(t->device().index()))
READ(int64_t, element_size, (Tensor t), static_cast<int64_t>(t->element_size()))
READ(bool, requires_grad, (Tensor t), t->requires_grad())
READ(bool, is_leaf, (Tensor t), t->is_leaf())
READ(bool, is_contiguous, (Tensor t), t->is_contiguous())

DO(sizes, (Tensor t, int64_t* out), { auto s = t->sizes(); std::copy(s.begin(), s.end(), out); })
DO(strides, (Tensor t, int64_t* out), { auto s = t->strides(); std::copy(s.begin(), s.end(), out); })
DO(size_at, (Tensor t, int64_t dim, int64_t* out), *out = t->size(dim))
DO(stride_at, (Tensor t, int64_t dim, int64_t* out), *out = t->stride(dim))
DO(storage_offset, (Tensor t, int64_t* out), *out = t->storage_offset())
DO(data_ptr, (Tensor t, void** out), *out = t->data_ptr())
DO(is_pinned, (Tensor t, bool* out), *out = t->is_pinned())
OP(pin_memory, (Tensor t), t->pin_memory())

DO(set_requires_grad, (Tensor t, bool value), t->set_requires_grad(value))
DO(retain_grad, (Tensor t), t->retain_grad())
// No gradient yet is not an error: null without a pending message.
EXPORT Tensor ht_grad(Tensor t)
{
    return guarded<Tensor>(nullptr, [&]() -> Tensor { return t->grad().defined() ? new at::Tensor(t->grad()) : nullptr; });
}
DO(set_grad, (Tensor t, Tensor value), t->mutable_grad() = value ? *value : at::Tensor())

DO(item_double, (Tensor t, double* out), *out = t->item().toDouble())
DO(item_int, (Tensor t, int64_t* out), {
    auto s = t->item();
    *out = s.isFloatingPoint() ? static_cast<int64_t>(s.toDouble()) : s.toLong();
})
DO(item_bool, (Tensor t, bool* out), *out = t->is_nonzero())
DO(equal, (Tensor a, Tensor b, bool* out), *out = a->equal(*b))
DO(allclose, (Tensor a, Tensor b, double rtol, double atol, bool equal_nan, bool* out), *out = a->allclose(*b, rtol, atol, equal_nan))

OP(share, (Tensor t), *t)
OP(contiguous, (Tensor t), t->contiguous())
OP(clone, (Tensor t), t->clone())
OP(detach, (Tensor t), t->detach())
OP(detach_, (Tensor t), t->detach_())
OP(alias, (Tensor t), t->alias())
OP(copy_, (Tensor t, Tensor source, bool non_blocking), t->copy_(*source, non_blocking))
OP(to_dtype, (Tensor t, int32_t dtype, bool non_blocking, bool copy), t->to(static_cast<at::ScalarType>(dtype), non_blocking, copy))
OP(to_device, (Tensor t, int32_t type, int32_t index, bool non_blocking, bool copy),
    t->to(at::TensorOptions().device(device_of(type, index)), non_blocking, copy))
OP(to_both, (Tensor t, int32_t dtype, int32_t type, int32_t index, bool non_blocking, bool copy),
    t->to(device_of(type, index), static_cast<at::ScalarType>(dtype), non_blocking, copy))
READ(int32_t, promote_types, (int32_t a, int32_t b),
    static_cast<int32_t>(c10::promoteTypes(static_cast<at::ScalarType>(a), static_cast<at::ScalarType>(b))))
