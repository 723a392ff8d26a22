using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales the gradients so that their joint norm is at most max_norm; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using IDisposable none = no_grad();
                using DisposeScope scope = NewDisposeScope();
                List<Tensor> grads = [.. tensors.Select(t => t.grad).OfType<Tensor>()];
                if (grads.Count == 0) return 0;
                bool most = double.IsPositiveInfinity(norm_type);
                Tensor total = most
                    ? stack(grads.Select(g => g.abs().max())).max()
                    : stack(grads.Select(g => Native.norm(g, norm_type))).norm((float)norm_type);
                double norm = total.ToDouble();
                double factor = max_norm / (norm + 1e-6);
                if (!(factor >= 1))
                {
                    foreach (Tensor grad in grads) grad.mul_(factor);
                }

                return norm;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using IDisposable none = no_grad();
                using DisposeScope scope = NewDisposeScope();
                foreach (Parameter tensor in tensors) tensor.grad?.clamp_(-clip_value, clip_value);
            }

            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using DisposeScope scope = NewDisposeScope();
                return cat([.. tensors.Select(t => t.view(-1))]).MoveToOuterDisposeScope();
            }

            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using IDisposable none = no_grad();
                using DisposeScope scope = NewDisposeScope();
                long at = 0;
                foreach (Parameter tensor in tensors)
                {
                    long count = tensor.NumberOfElements;
                    tensor.copy_(vec.narrow(0, at, count).view_as(tensor));
                    at += count;
                }
            }
        }
    }
}
