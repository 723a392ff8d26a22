namespace TorchSharp;

public static partial class torch
{
    /// <summary>The libtorch that the native library was compiled against.</summary>
    public static string __version__ => Native.Version();

    public static void set_num_threads(int num) => Native.Check(Native.set_num_threads(num));

    public static int get_num_threads() => Native.get_num_threads();

    public static void set_num_interop_threads(int num) => Native.Check(Native.set_num_interop_threads(num));

    public static int get_num_interop_threads() => Native.get_num_interop_threads();

    public static bool cuda_is_available() => cuda.is_available();

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.NewScope();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.OfThread.Current;

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using DisposeScope scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    public static partial class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static int device_count()
        {
            Native.Check(Native.cuda_device_count(out int count));
            return count;
        }

        public static bool is_cudnn_available()
        {
            Native.Check(Native.cudnn_is_available(out Flag available));
            return available;
        }

        public static void manual_seed(long seed)
        {
            if (is_available()) Native.Check(Native.cuda_manual_seed(unchecked((ulong)seed)));
        }

        public static void manual_seed_all(long seed)
        {
            if (is_available()) Native.Check(Native.cuda_manual_seed_all(unchecked((ulong)seed)));
        }

        public static void synchronize(Device? device = null) => Native.Check(Native.cuda_synchronize(device?.index ?? -1));
    }

    public static partial class backends
    {
        public static partial class cuda
        {
            public static bool flash_sdp_enabled() => Native.flash_sdp();

            public static bool math_sdp_enabled() => Native.math_sdp();

            public static void enable_flash_sdp(bool enable) => Native.Check(Native.set_flash_sdp(enable));

            public static void enable_math_sdp(bool enable) => Native.Check(Native.set_math_sdp(enable));

            public static partial class matmul
            {
                public static bool allow_tf32
                {
                    get => Native.allow_tf32_cublas();
                    set => Native.Check(Native.set_allow_tf32_cublas(value));
                }
            }
        }

        public static partial class cudnn
        {
            public static bool allow_tf32
            {
                get => Native.allow_tf32_cudnn();
                set => Native.Check(Native.set_allow_tf32_cudnn(value));
            }
        }
    }
}
