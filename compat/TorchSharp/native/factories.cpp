// Tensors from nothing, from numbers and from memory.
#include "shim.h"

static at::TensorOptions options(int32_t dtype, int32_t type, int32_t index)
{
    return at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)).device(device_of(type, index));
}

#define WHERE int32_t dtype, int32_t type, int32_t index, bool grad
#define LEAF(...) (__VA_ARGS__).set_requires_grad(grad)

OP(zeros, (Sizes s, WHERE), LEAF(at::zeros(s, options(dtype, type, index))))
OP(ones, (Sizes s, WHERE), LEAF(at::ones(s, options(dtype, type, index))))
OP(empty, (Sizes s, WHERE), LEAF(at::empty(s, options(dtype, type, index))))
OP(full, (Sizes s, Number value, WHERE), LEAF(at::full(s, value.get(), options(dtype, type, index))))
OP(eye, (int64_t rows, int64_t columns, WHERE), LEAF(at::eye(rows, columns, options(dtype, type, index))))
OP(arange, (Number start, Number stop, Number step, WHERE),
    LEAF(at::arange(start.get(), stop.get(), step.get(), options(dtype, type, index))))
OP(linspace, (double start, double end, int64_t steps, WHERE), LEAF(at::linspace(start, end, steps, options(dtype, type, index))))

OP(rand, (Sizes s, Gen g, WHERE), LEAF(at::rand(s, maybe(g), options(dtype, type, index))))
OP(randn, (Sizes s, Gen g, WHERE), LEAF(at::randn(s, maybe(g), options(dtype, type, index))))
OP(randint, (int64_t low, int64_t high, Sizes s, Gen g, WHERE), LEAF(at::randint(low, high, s, maybe(g), options(dtype, type, index))))
OP(randperm, (int64_t n, Gen g, WHERE), LEAF(at::randperm(n, maybe(g), options(dtype, type, index))))

// kind: 0 zeros, 1 ones, 2 empty, 3 rand, 4 randn
OP(like, (Tensor t, int32_t kind, WHERE),
    LEAF([&] {
        auto o = options(dtype, type, index);
        switch (kind)
        {
        case 0: return at::zeros_like(*t, o);
        case 1: return at::ones_like(*t, o);
        case 2: return at::empty_like(*t, o);
        case 3: return at::rand_like(*t, o);
        default: return at::randn_like(*t, o);
        }
    }()))
OP(full_like, (Tensor t, Number value, WHERE), LEAF(at::full_like(*t, value.get(), options(dtype, type, index))))

// A copy of the memory, then the asked dtype and device.
OP(from_memory, (void* data, Sizes s, int32_t source, WHERE),
    LEAF([&] {
        auto view = at::from_blob(data, s, at::TensorOptions().dtype(static_cast<at::ScalarType>(source)));
        return view.to(options(dtype, type, index), false, true);
    }()))

// Shares the memory; the release callback runs when the last user of the storage is gone.
OP(over_memory, (void* data, Sizes s, int32_t source, void (*release)(void*), void* context, WHERE),
    LEAF([&] {
        auto view = at::from_blob(
            data, s, [release, context](void*) { release(context); },
            at::TensorOptions().dtype(static_cast<at::ScalarType>(source)));
        return view.to(options(dtype, type, index));
    }()))

OP(cat, (Tensor const* tensors, int64_t count, int64_t dim), at::cat(tensors_of(tensors, count), dim))
OP(stack, (Tensor const* tensors, int64_t count, int64_t dim), at::stack(tensors_of(tensors, count), dim))
LIST(meshgrid, (Tensor const* tensors, int64_t count, const char* indexing), at::meshgrid(tensors_of(tensors, count), indexing))
LIST(broadcast_tensors, (Tensor const* tensors, int64_t count), at::broadcast_tensors(tensors_of(tensors, count)))
