using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Rows of a matrix by index. `weight` is a new object on each read, over the same native tensor.</summary>
    public class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long? padding;
        private readonly double? maxNorm;
        private readonly double normType;
        private readonly bool scale;
        private readonly bool sparse;

        internal Embedding(Parameter weight, long? padding, double? maxNorm, double normType, bool scale, bool sparse)
            : base(nameof(Embedding))
        {
            (this.padding, this.maxNorm, this.normType, this.scale, this.sparse) = (padding, maxNorm, normType, scale, sparse);
            register_parameter(nameof(weight), weight);
            Keep(weight);
        }

        [DisallowNull]
        public Parameter? weight
        {
            get => Own.Share();
            set
            {
                SetParameter(nameof(weight), value);
                ParametersReplaced();
            }
        }

        // The layer's own hold on its matrix, which outlives the scope that the registered parameter was made in.
        private Parameter Own { get; set; } = null!;

        public override Tensor forward(Tensor input)
        {
            if (maxNorm is { } max)
            {
                using IDisposable none = no_grad();
                using Tensor flat = input.contiguous();
                Native.embedding_renorm_(Own, flat, max, normType).Dispose();
            }

            return Native.embedding(Own, input, padding ?? -1, scale, sparse);
        }

        private protected override void ParametersReplaced()
        {
            if (FindParameter(nameof(weight)) is not { IsInvalid: false } registered) return;
            Own.Dispose();
            Keep(registered);
        }

        private protected override void ReleaseOwn() => Own.Dispose();

        private void Keep(Parameter weight)
        {
            Own = weight.Share();
            Own.DetachFromDisposeScope();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(
                long num_embeddings,
                long embedding_dims,
                long? padding_idx = null,
                double? max_norm = null,
                double norm_type = 2,
                bool scale_grad_by_freq = false,
                bool sparse = false,
                Device? device = null,
                ScalarType? dtype = null)
            {
                var weight = new Parameter(randn([num_embeddings, embedding_dims], dtype, device));
                long? padding = padding_idx < 0 ? padding_idx + num_embeddings : padding_idx;
                if (padding is { } row)
                {
                    using IDisposable none = no_grad();
                    using Tensor padded = weight.select(0, row);
                    padded.zero_().Dispose();
                }

                return new Embedding(weight, padding, max_norm, norm_type, scale_grad_by_freq, sparse);
            }

            public static Embedding Embedding_from_pretrained(
                Tensor embeddings,
                bool freeze = true,
                long? padding_idx = null,
                double? max_norm = null,
                double norm_type = 2,
                bool scale_grad_by_freq = false,
                bool sparse = false,
                Device? device = null,
                ScalarType? dtype = null)
            {
                using Tensor plain = embeddings.detach();
                var weight = new Parameter(plain.to(dtype ?? plain.dtype, device ?? plain.device), !freeze);
                return new Embedding(weight, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }
        }
    }
}
