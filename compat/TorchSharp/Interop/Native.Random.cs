using System.Runtime.InteropServices;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp;

// Entry points of native/random.cpp: generators, threads, devices and switches.
internal static unsafe partial class Native
{
    [LibraryImport(Library, EntryPoint = "ht_generator_set_seed")]
    internal static partial Flag generator_set_seed(torch.Generator g, ulong seed);
    [LibraryImport(Library, EntryPoint = "ht_generator_initial_seed")]
    internal static partial Flag generator_initial_seed(torch.Generator g, out ulong result);
    [LibraryImport(Library, EntryPoint = "ht_generator_seed")]
    internal static partial Flag generator_seed(torch.Generator g, out ulong result);
    [LibraryImport(Library, EntryPoint = "ht_generator_get_state")] internal static partial Tensor generator_get_state(torch.Generator g);
    [LibraryImport(Library, EntryPoint = "ht_generator_set_state")]
    internal static partial Flag generator_set_state(torch.Generator g, Tensor state);
    [LibraryImport(Library, EntryPoint = "ht_multinomial")]
    internal static partial Tensor multinomial(Tensor t, long n, Flag replacement, torch.Generator? g);
    [LibraryImport(Library, EntryPoint = "ht_bernoulli")] internal static partial Tensor bernoulli(Tensor t, torch.Generator? g);
    [LibraryImport(Library, EntryPoint = "ht_bernoulli_")]
    internal static partial Tensor bernoulli_(Tensor t, double p, torch.Generator? g);
    [LibraryImport(Library, EntryPoint = "ht_bernoulli_tensor_")]
    internal static partial Tensor bernoulli_tensor_(Tensor t, Tensor p, torch.Generator? g);
    [LibraryImport(Library, EntryPoint = "ht_normal_")]
    internal static partial Tensor normal_(Tensor t, double mean, double std, torch.Generator? g);
    [LibraryImport(Library, EntryPoint = "ht_uniform_")]
    internal static partial Tensor uniform_(Tensor t, double from, double to, torch.Generator? g);
    [LibraryImport(Library, EntryPoint = "ht_exponential_")]
    internal static partial Tensor exponential_(Tensor t, double lambda, torch.Generator? g);
    [LibraryImport(Library, EntryPoint = "ht_set_num_threads")] internal static partial Flag set_num_threads(int n);
    [LibraryImport(Library, EntryPoint = "ht_get_num_threads")] internal static partial int get_num_threads();
    [LibraryImport(Library, EntryPoint = "ht_set_num_interop_threads")] internal static partial Flag set_num_interop_threads(int n);
    [LibraryImport(Library, EntryPoint = "ht_get_num_interop_threads")] internal static partial int get_num_interop_threads();
    [LibraryImport(Library, EntryPoint = "ht_cuda_device_count")] internal static partial Flag cuda_device_count(out int result);
    [LibraryImport(Library, EntryPoint = "ht_cudnn_is_available")] internal static partial Flag cudnn_is_available(out Flag result);
    [LibraryImport(Library, EntryPoint = "ht_cuda_manual_seed")] internal static partial Flag cuda_manual_seed(ulong seed);
    [LibraryImport(Library, EntryPoint = "ht_cuda_manual_seed_all")] internal static partial Flag cuda_manual_seed_all(ulong seed);
    [LibraryImport(Library, EntryPoint = "ht_cuda_synchronize")] internal static partial Flag cuda_synchronize(long device);
    [LibraryImport(Library, EntryPoint = "ht_allow_tf32_cublas")] [SuppressGCTransition] internal static partial Flag allow_tf32_cublas();
    [LibraryImport(Library, EntryPoint = "ht_set_allow_tf32_cublas")] internal static partial Flag set_allow_tf32_cublas(Flag on);
    [LibraryImport(Library, EntryPoint = "ht_allow_tf32_cudnn")] [SuppressGCTransition] internal static partial Flag allow_tf32_cudnn();
    [LibraryImport(Library, EntryPoint = "ht_set_allow_tf32_cudnn")] internal static partial Flag set_allow_tf32_cudnn(Flag on);
    [LibraryImport(Library, EntryPoint = "ht_flash_sdp")] [SuppressGCTransition] internal static partial Flag flash_sdp();
    [LibraryImport(Library, EntryPoint = "ht_set_flash_sdp")] internal static partial Flag set_flash_sdp(Flag on);
    [LibraryImport(Library, EntryPoint = "ht_math_sdp")] [SuppressGCTransition] internal static partial Flag math_sdp();
    [LibraryImport(Library, EntryPoint = "ht_set_math_sdp")] internal static partial Flag set_math_sdp(Flag on);
}
