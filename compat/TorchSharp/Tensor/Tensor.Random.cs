namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Native.multinomial(this, num_samples, replacement, generator);

        public Tensor bernoulli(Generator? generator = null) => Native.bernoulli(this, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Native.bernoulli_(this, p, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Native.bernoulli_tensor_(this, p, generator);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => Native.normal_(this, mean, std, generator);

        public Tensor uniform_(double from, double to, Generator? generator = null) => Native.uniform_(this, from, to, generator);

        public Tensor exponential_(double lambda = 1, Generator? generator = null) => Native.exponential_(this, lambda, generator);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(this, 0, dtype, device, requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(this, 1, dtype, device, requires_grad);

        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(this, 2, dtype, device, requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(this, 3, dtype, device, requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(this, 4, dtype, device, requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            torch.full_like(this, value, dtype, device, requires_grad);
    }
}
