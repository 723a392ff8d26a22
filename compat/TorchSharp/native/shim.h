// What every entry point shares: argument types, the catch-all and the macros that make one entry point one line.
//
// Conventions of the interface (C# side: Interop/):
//   tensor result   a new at::Tensor on the heap, owned by the caller; null = an error, whose message ht_error() hands over once
//   tensor list     malloc'ed array: count, then that many tensors; null = error
//   other results   through an out pointer; the function returns false after an error
//   tensor argument a live at::Tensor*; "optional" ones may be null
//   sizes           pointer and count; dtype a c10::ScalarType code or -1; a number is a Number by value
#pragma once

#include <ATen/ATen.h>
#include <torch/version.h>
#include <cstdint>
#include <cstdlib>
#include <vector>

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
#include <optional>
template <class X> using Maybe = std::optional<X>;
#else
template <class X> using Maybe = c10::optional<X>;
#endif

using Tensor = at::Tensor*;
using Gen = at::Generator*;

void keep_error(const char* message);

// Runs the body; whatever it throws becomes the thread's pending error.
template <class R, class F>
R guarded(R on_error, F&& body) noexcept
{
    try
    {
        return body();
    }
    catch (const c10::Error& e)
    {
        keep_error(e.what_without_backtrace());
    }
    catch (const std::exception& e)
    {
        keep_error(e.what());
    }
    catch (...)
    {
        keep_error("libtorch threw something that is not a std::exception");
    }
    return on_error;
}

template <class F>
Tensor tensor_of(F&& body) noexcept
{
    return guarded<Tensor>(nullptr, [&] { return new at::Tensor(body()); });
}

void** list_of(const std::vector<at::Tensor>& tensors);

// A C# number: an integer, a floating-point number or a bool, in one 64-bit cell.
struct Number
{
    int64_t bits;
    int64_t kind; // 0 none, 1 integer, 2 double, 3 bool

    at::Scalar get() const
    {
        if (kind == 2)
        {
            double d;
            memcpy(&d, &bits, sizeof d);
            return d;
        }
        return kind == 3 ? at::Scalar(bits != 0) : at::Scalar(bits);
    }

    Maybe<at::Scalar> maybe() const { return kind == 0 ? Maybe<at::Scalar>() : Maybe<at::Scalar>(get()); }
};

struct Sizes
{
    const int64_t* data;
    int64_t count;

    operator at::IntArrayRef() const { return at::IntArrayRef(data, count); }
};

inline Maybe<at::ScalarType> dtype_of(int32_t code)
{
    return code < 0 ? Maybe<at::ScalarType>() : Maybe<at::ScalarType>(static_cast<at::ScalarType>(code));
}

inline Maybe<int64_t> dim_of(int64_t dim, bool has) { return has ? Maybe<int64_t>(dim) : Maybe<int64_t>(); }

inline Maybe<at::Tensor> maybe(Tensor t) { return t ? Maybe<at::Tensor>(*t) : Maybe<at::Tensor>(); }

inline Maybe<at::Generator> maybe(Gen g) { return g ? Maybe<at::Generator>(*g) : Maybe<at::Generator>(); }

inline at::Device device_of(int32_t type, int32_t index)
{
    return at::Device(static_cast<at::DeviceType>(type), static_cast<at::DeviceIndex>(index));
}

inline std::vector<at::Tensor> tensors_of(Tensor const* tensors, int64_t count)
{
    std::vector<at::Tensor> v;
    v.reserve(count);
    for (int64_t i = 0; i < count; i++) v.push_back(tensors[i] ? *tensors[i] : at::Tensor());
    return v;
}

#define EXPORT extern "C" __attribute__((visibility("default")))

// OP: an entry point that returns one tensor.
#define OP(name, params, ...) \
    EXPORT Tensor ht_##name params { return tensor_of([&]() -> at::Tensor { return __VA_ARGS__; }); }

// LIST: an entry point that returns several tensors.
#define LIST(name, params, ...) \
    EXPORT void** ht_##name params \
    { \
        return guarded<void**>(nullptr, [&]() -> void** { return list_of(__VA_ARGS__); }); \
    }

// PAIR: an entry point over an op that returns a std::tuple of two tensors.
#define PAIR(name, params, ...) \
    EXPORT void** ht_##name params \
    { \
        return guarded<void**>(nullptr, [&]() -> void** { \
            auto pair = __VA_ARGS__; \
            return list_of({std::get<0>(pair), std::get<1>(pair)}); \
        }); \
    }

// DO: an entry point that returns no tensor; true = done.
#define DO(name, params, ...) \
    EXPORT bool ht_##name params \
    { \
        return guarded<bool>(false, [&]() -> bool { \
            __VA_ARGS__; \
            return true; \
        }); \
    }

// READ: a property that cannot fail on a defined tensor.
#define READ(type, name, params, ...) \
    EXPORT type ht_##name params noexcept { return __VA_ARGS__; }
