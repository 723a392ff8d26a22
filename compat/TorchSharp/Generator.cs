using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers with its own state.</summary>
    [NativeMarshalling(typeof(GeneratorMarshaller))]
    public class Generator : IDisposable
    {
        private nint pointer;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = InitializeDevice(device ?? CPU);
            pointer = Native.generator(seed, (int)this.device.type, this.device.index);
            if (pointer == 0) throw Native.Error();
        }

        private Generator(nint pointer)
        {
            if (pointer == 0) throw Native.Error();
            (this.pointer, device) = (pointer, CPU);
        }

        ~Generator() => Dispose(false);

        /// <summary>The process's generator on the CPU.</summary>
        public static Generator Default => new(Native.generator_default());

        public Device device { get; }

        internal nint Pointer => pointer != 0 ? pointer : throw new ObjectDisposedException(nameof(Generator));

        public Tensor get_state() => Native.generator_get_state(this);

        public void set_state(Tensor value) => Native.Check(Native.generator_set_state(this, Tensor.Required(value, nameof(value))));

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.generator_set_seed(this, unchecked((ulong)seed)));
            return this;
        }

        public long seed()
        {
            Native.Check(Native.generator_seed(this, out ulong seed));
            return unchecked((long)seed);
        }

        public long initial_seed()
        {
            Native.Check(Native.generator_initial_seed(this, out ulong seed));
            return unchecked((long)seed);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint old = Interlocked.Exchange(ref pointer, 0);
            if (old != 0) Native.generator_dispose(old);
        }
    }

    /// <summary>Seeds the CPU's generator only; see cuda.manual_seed_all.</summary>
    public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);

    public static long initial_seed()
    {
        using Generator generator = Generator.Default;
        return generator.initial_seed();
    }

    public static long seed()
    {
        using Generator generator = Generator.Default;
        return generator.seed();
    }

    public static Tensor get_rng_state()
    {
        using Generator generator = Generator.Default;
        return generator.get_state();
    }

    public static void set_rng_state(Tensor new_state)
    {
        using Generator generator = Generator.Default;
        generator.set_state(new_state);
    }

    public static partial class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static long initial_seed() => torch.initial_seed();

        public static long seed() => torch.seed();

        public static Tensor get_rng_state() => torch.get_rng_state();

        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}
