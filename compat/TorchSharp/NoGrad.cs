namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => Native.grad_enabled();

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => Native.inference_enabled();

    // Takes effect when made; restores on Dispose. Thread-local, as in libtorch.
    private sealed class GradMode : IDisposable
    {
        private readonly bool before = Native.grad_enabled();
        private bool ended;

        internal GradMode(bool on) => Native.set_grad_enabled(on);

        public void Dispose()
        {
            if (ended) return;
            ended = true;
            Native.set_grad_enabled(before);
        }
    }

    private sealed class InferenceMode : IDisposable
    {
        private nint guard;

        internal InferenceMode(bool on)
        {
            guard = Native.inference_enter(on);
            if (guard == 0) throw Native.Error();
        }

        public void Dispose()
        {
            if (guard != 0) Native.inference_leave(guard);
            guard = 0;
        }
    }
}
