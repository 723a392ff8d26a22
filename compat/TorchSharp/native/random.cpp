// Generators, draws from them, threads, devices and the process's switches.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/cuda.h>
#include <mutex>

static at::Generator make_generator(uint64_t seed, const at::Device& device)
{
    if (device.is_cpu()) return at::detail::createCPUGenerator(seed);
    auto g = at::globalContext().defaultGenerator(device).clone();
    g.set_current_seed(seed);
    return g;
}

template <class F>
static auto locked(Gen g, F&& body)
{
    std::lock_guard<std::mutex> lock(g->mutex());
    return body();
}

EXPORT Gen ht_generator(uint64_t seed, int32_t type, int32_t index)
{
    return guarded<Gen>(nullptr, [&] { return new at::Generator(make_generator(seed, device_of(type, index))); });
}
EXPORT Gen ht_generator_default()
{
    return guarded<Gen>(nullptr, [&] { return new at::Generator(at::detail::getDefaultCPUGenerator()); });
}
EXPORT void ht_generator_dispose(Gen g) { delete g; }
DO(generator_set_seed, (Gen g, uint64_t seed), locked(g, [&] { g->set_current_seed(seed); return 0; }))
DO(generator_initial_seed, (Gen g, uint64_t* out), *out = locked(g, [&] { return g->current_seed(); }))
DO(generator_seed, (Gen g, uint64_t* out), *out = locked(g, [&] { return g->seed(); }))
OP(generator_get_state, (Gen g), locked(g, [&] { return g->get_state(); }))
DO(generator_set_state, (Gen g, Tensor state), locked(g, [&] { g->set_state(*state); return 0; }))

OP(multinomial, (Tensor t, int64_t n, bool replacement, Gen g), t->multinomial(n, replacement, maybe(g)))
OP(bernoulli, (Tensor t, Gen g), t->bernoulli(maybe(g)))
OP(bernoulli_, (Tensor t, double p, Gen g), t->bernoulli_(p, maybe(g)))
OP(bernoulli_tensor_, (Tensor t, Tensor p, Gen g), t->bernoulli_(*p, maybe(g)))
OP(normal_, (Tensor t, double mean, double std, Gen g), t->normal_(mean, std, maybe(g)))
OP(uniform_, (Tensor t, double from, double to, Gen g), t->uniform_(from, to, maybe(g)))
OP(exponential_, (Tensor t, double lambda, Gen g), t->exponential_(lambda, maybe(g)))

DO(set_num_threads, (int32_t n), at::set_num_threads(n))
READ(int32_t, get_num_threads, (), at::get_num_threads())
DO(set_num_interop_threads, (int32_t n), at::set_num_interop_threads(n))
READ(int32_t, get_num_interop_threads, (), at::get_num_interop_threads())

DO(cuda_device_count, (int32_t* out), *out = static_cast<int32_t>(torch::cuda::device_count()))
DO(cudnn_is_available, (bool* out), *out = torch::cuda::cudnn_is_available())
DO(cuda_manual_seed, (uint64_t seed), torch::cuda::manual_seed(seed))
DO(cuda_manual_seed_all, (uint64_t seed), torch::cuda::manual_seed_all(seed))
DO(cuda_synchronize, (int64_t device), torch::cuda::synchronize(device))

READ(bool, allow_tf32_cublas, (), at::globalContext().allowTF32CuBLAS())
DO(set_allow_tf32_cublas, (bool on), at::globalContext().setAllowTF32CuBLAS(on))
READ(bool, allow_tf32_cudnn, (), at::globalContext().allowTF32CuDNN())
DO(set_allow_tf32_cudnn, (bool on), at::globalContext().setAllowTF32CuDNN(on))
READ(bool, flash_sdp, (), at::globalContext().userEnabledFlashSDP())
DO(set_flash_sdp, (bool on), at::globalContext().setSDPUseFlash(on))
READ(bool, math_sdp, (), at::globalContext().userEnabledMathSDP())
DO(set_math_sdp, (bool on), at::globalContext().setSDPUseMath(on))
