using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The raw memory of a contiguous tensor on the CPU, at most 2 GiB; setting copies and needs the same length.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                long length = NumberOfElements * ElementSize;
                if (!is_cpu())
                    throw new InvalidOperationException($"Reading the memory of a tensor needs one on the CPU, not on {device}.");
                if (!is_contiguous())
                    throw new InvalidOperationException("Reading the memory of a tensor as bytes needs a contiguous one.");
                if (length > int.MaxValue)
                    throw new InvalidOperationException($"{length} bytes do not fit a span; use WriteBytesToStream.");
                return new Span<byte>((void*)Data(), (int)length);
            }

            set
            {
                Span<byte> memory = bytes;
                if (value.Length != memory.Length)
                    throw new ArgumentException($"The tensor holds {memory.Length} bytes, not {value.Length}.", nameof(value));
                value.CopyTo(memory);
            }
        }

        /// <summary>The elements in place, on the CPU and of exactly the type T; strides are honoured.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            CheckType<T>();
            if (!is_cpu()) throw new InvalidOperationException($"Reading the elements of a tensor needs one on the CPU, not on {device}.");
            return new TensorAccessor<T>(this);
        }

        public unsafe T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException($"A tensor of {NumberOfElements} elements is not one number.");
            CheckType<T>();
            if (!is_cpu())
                throw new ArgumentException($"item<T>() reads tensors on the CPU, not on {device}; use ToSingle() and the like.");
            T value = *(T*)Data();
            GC.KeepAlive(this);
            return value;
        }

        public Scalar ToScalar()
        {
            if (is_floating_point()) return new Scalar(new Number(this.ToDouble()), dtype);
            return dtype == ScalarType.Bool ? this.ToBoolean() : new Scalar(new Number(this.ToInt64()), dtype);
        }

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Native.copy_(this, source, nonBlocking);

        public unsafe void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            byte* at = (byte*)Whole(out long left);
            for (; left > 0;)
            {
                int count = (int)Math.Min(left, Math.Max(bufferSize, 1));
                stream.ReadExactly(new Span<byte>(at, count));
                at += count;
                left -= count;
            }

            GC.KeepAlive(this);
        }

        public unsafe void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            byte* at = (byte*)Whole(out long left);
            for (; left > 0;)
            {
                int count = (int)Math.Min(left, Math.Max(bufferSize, 1));
                stream.Write(new ReadOnlySpan<byte>(at, count));
                at += count;
                left -= count;
            }

            GC.KeepAlive(this);
        }

        public Tensor pin_memory() => Native.pin_memory(this);

        internal nint Data()
        {
            Native.Check(Native.data_ptr(this, out nint pointer));
            return pointer;
        }

        private nint Whole(out long length)
        {
            if (!is_cpu()) throw new InvalidOperationException($"Streaming the memory of a tensor needs one on the CPU, not on {device}.");
            if (!is_contiguous()) throw new InvalidOperationException("Streaming the memory of a tensor needs a contiguous one.");
            length = NumberOfElements * ElementSize;
            return Data();
        }

        private void CheckType<T>() where T : unmanaged
        {
            bool same = dtype switch
            {
                ScalarType.Byte => typeof(T) == typeof(byte),
                ScalarType.Int8 => typeof(T) == typeof(sbyte),
                ScalarType.Int16 => typeof(T) == typeof(short),
                ScalarType.Int32 => typeof(T) == typeof(int),
                ScalarType.Int64 => typeof(T) == typeof(long),
                ScalarType.Float16 => typeof(T) == typeof(Half),
                ScalarType.Float32 => typeof(T) == typeof(float),
                ScalarType.Float64 => typeof(T) == typeof(double),
                ScalarType.Bool => typeof(T) == typeof(bool),
                _ => false,
            };
            if (!same) throw new ArgumentException($"The elements are {dtype}, which are not read as {typeof(T).Name}.");
        }
    }
}
