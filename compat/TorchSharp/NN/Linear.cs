using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>y = x Wᵀ + b with W [out, in].</summary>
    public class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            Put(nameof(weight), weight);
            Put(nameof(bias), bias);
            out_features = weight.size(0);
            in_features = weight.size(1);
        }

        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Linear))
        {
            in_features = inputSize;
            out_features = outputSize;
            Put(nameof(weight), new Parameter(empty(outputSize, inputSize, dtype, device)));
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5)).Dispose();
            if (!hasBias) return;
            Put(nameof(bias), new Parameter(empty(outputSize, dtype, device)));
            double bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
            nn.init.uniform_(bias!, -bound, bound).Dispose();
        }

        public long in_features { get; set; }

        public long out_features { get; set; }

        public Parameter weight
        {
            get => FindParameter(nameof(weight))!;
            set => Exchange(nameof(weight), value ?? throw new ArgumentNullException(nameof(value)));
        }

        public Parameter? bias
        {
            get => FindParameter(nameof(bias));
            set => Exchange(nameof(bias), value);
        }

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);

        private void Exchange(string name, Parameter? value)
        {
            Parameter? old = FindParameter(name);
            if (ReferenceEquals(old, value)) return;
            Put(name, value);
            old?.Dispose();
        }

        // A layer's own parameters live as long as the layer, not as long as the scope it was made in.
        private void Put(string name, Parameter? value)
        {
            value?.DetachFromDisposeScope();
            SetParameter(name, value);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Modules.Linear Linear(Modules.Parameter weight, Modules.Parameter? bias = null) => new(weight, bias);
        }
    }
}
