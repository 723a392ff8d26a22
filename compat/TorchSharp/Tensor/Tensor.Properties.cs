using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long[] shape
        {
            get
            {
                long[] sizes = new long[Native.dim(this)];
                Native.Check(Native.sizes(this, sizes));
                return sizes;
            }
        }

        public long ndim => Native.dim(this);

        public long Dimensions => Native.dim(this);

        public long NumberOfElements => Native.numel(this);

        public long ElementSize => Native.element_size(this);

        public ScalarType dtype => (ScalarType)Native.dtype(this);

        public Device device => new(device_type, device_index);

        public DeviceType device_type => (DeviceType)Native.device_type(this);

        public int device_index => Native.device_index(this);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_leaf => Native.is_leaf(this);

        public bool requires_grad
        {
            get => Native.requires_grad(this);
            set => Native.Check(Native.set_requires_grad(this, value));
        }

        /// <summary>The accumulated gradient: each read makes a new object over the same storage; null while there is none.</summary>
        public Tensor? grad
        {
            get
            {
                nint found = Native.grad(Handle);
                GC.KeepAlive(this);
                if (found != 0) return new Tensor(found);
                Native.CheckPending();
                return null;
            }

            set => Native.Check(Native.set_grad(this, value));
        }

        public long dim() => Native.dim(this);

        public long numel() => Native.numel(this);

        public long element_size() => Native.element_size(this);

        public long[] size() => shape;

        public long size(int dim)
        {
            Native.Check(Native.size_at(this, dim, out long size));
            return size;
        }

        public long[] stride()
        {
            long[] strides = new long[Native.dim(this)];
            Native.Check(Native.strides(this, strides));
            return strides;
        }

        public long stride(int dim)
        {
            Native.Check(Native.stride_at(this, dim, out long stride));
            return stride;
        }

        public long storage_offset()
        {
            Native.Check(Native.storage_offset(this, out long offset));
            return offset;
        }

        public bool is_contiguous() => Native.is_contiguous(this);

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_pinned()
        {
            Native.Check(Native.is_pinned(this, out Flag pinned));
            return pinned;
        }

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_nonzero()
        {
            Native.Check(Native.item_bool(this, out Flag value));
            return value;
        }

        /// <summary>Whether two tensors have the same shape and the same values.</summary>
        public bool Equals(Tensor target)
        {
            Native.Check(Native.equal(this, Required(target, nameof(target)), out Flag same));
            return same;
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => base.GetHashCode();

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            Native.Check(Native.allclose(this, Required(target, nameof(target)), rtol, atol, equal_nan, out Flag close));
            return close;
        }

        /// <summary>One line of metadata: shape, element type and device.</summary>
        public override string ToString()
        {
            if (IsInvalid) return "empty handle";
            string sizes = string.Join('x', Array.ConvertAll(shape, n => n.ToString(CultureInfo.InvariantCulture)));
            return $"[{sizes}], type = {dtype}, device = {device}";
        }
    }
}
