using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What forward leaves for backward: tensors, which the graph keeps, and other values by name.</summary>
        public sealed class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> values = [];

            internal AutogradContext()
            {
            }

            // Set while a callback runs: the native context lives in the graph's node.
            internal nint Pointer { get; set; }

            public void save_for_backward(List<Tensor> tensors)
            {
                nint[] handles = [.. tensors.Select(t => t?.Handle ?? 0)];
                Native.Check(Native.context_save(Pointer, handles, handles.Length));
                GC.KeepAlive(tensors);
            }

            public List<Tensor> get_saved_variables() => [.. Native.context_saved(Pointer)];

            public void save_data(string key, object value) => values[key] = value;

            public object get_data(string key) => values[key];

            public void mark_dirty(List<Tensor> tensors)
            {
                nint[] handles = Tensor.Handles(tensors);
                Native.Check(Native.context_mark_dirty(Pointer, handles, handles.Length));
                GC.KeepAlive(tensors);
            }

            public void mark_non_differentiable(List<Tensor> tensors)
            {
                nint[] handles = Tensor.Handles(tensors);
                Native.Check(Native.context_mark_non_differentiable(Pointer, handles, handles.Length));
                GC.KeepAlive(tensors);
            }

            public void set_materialize_grads(bool value) => Native.Check(Native.context_set_materialize_grads(Pointer, value));

            public void Dispose() => values.Clear();
        }

        /// <summary>An operation with its own gradient: backward returns one for each argument, null for those without.</summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            protected Function()
            {
            }

            public abstract string Name { get; }

            private protected abstract List<Tensor> Forward(AutogradContext ctx, object[] vars);

            private protected abstract List<Tensor> Backward(AutogradContext ctx, List<Tensor> gradients);

            protected static List<Tensor> apply_internal(params object[] vars)
            {
                var function = new T();
                return CustomCall.Run(vars, function.Forward, function.Backward);
            }
        }

        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            protected SingleTensorFunction()
            {
            }

            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            private protected override List<Tensor> Forward(AutogradContext ctx, object[] vars) => [forward(ctx, vars)];

            private protected override List<Tensor> Backward(AutogradContext ctx, List<Tensor> gradients) => backward(ctx, gradients[0]);
        }

        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            protected MultiTensorFunction()
            {
            }

            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            private protected override List<Tensor> Forward(AutogradContext ctx, object[] vars) => forward(ctx, vars);

            private protected override List<Tensor> Backward(AutogradContext ctx, List<Tensor> gradients) => backward(ctx, gradients);
        }

        // One application of a custom function: alive until the node of the graph that points at it is gone.
        private sealed unsafe class CustomCall(
            Func<AutogradContext, object[], List<Tensor>> forward,
            Func<AutogradContext, List<Tensor>, List<Tensor>> backward,
            bool[] isTensor)
        {
            private readonly AutogradContext context = new();
            private object[] arguments = [];
            private Exception? thrown;

            internal static List<Tensor> Run(
                object[] vars,
                Func<AutogradContext, object[], List<Tensor>> forward,
                Func<AutogradContext, List<Tensor>, List<Tensor>> backward)
            {
                var call = new CustomCall(forward, backward, [.. vars.Select(v => v is Tensor)]) { arguments = vars };
                nint[] inputs = Tensor.Handles([.. vars.OfType<Tensor>()]);
                var callbacks = new Native.Callbacks
                {
                    State = GCHandle.ToIntPtr(GCHandle.Alloc(call)),
                    Forward = &Forward,
                    Backward = &Backward,
                    Release = &Release,
                };
                try
                {
                    return [.. Native.custom_apply(callbacks, inputs, inputs.Length)];
                }
                catch (ExternalException) when (call.thrown is not null)
                {
                    System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(call.thrown);
                    throw;
                }
                finally
                {
                    GC.KeepAlive(vars);
                    call.arguments = [];
                }
            }

            [UnmanagedCallersOnly]
            private static Flag Forward(nint state, nint context, nint outputs) => Of(state).Guarded(context, call =>
            {
                foreach (Tensor output in call.Forwarded()) Native.Check(Native.custom_put(outputs, output));
            });

            [UnmanagedCallersOnly]
            private static Flag Backward(nint state, nint context, nint gradients, nint results) => Of(state).Guarded(context, call =>
            {
                using DisposeScope scope = NewDisposeScope();
                List<Tensor> given = [.. Native.TakeList(gradients)];
                call.PutGradients(call.Returned(given), results);
            });

            [UnmanagedCallersOnly]
            private static void Release(nint state) => GCHandle.FromIntPtr(state).Free();

            private static CustomCall Of(nint state) => (CustomCall)GCHandle.FromIntPtr(state).Target!;

            private List<Tensor> Forwarded() => forward(context, arguments);

            private List<Tensor> Returned(List<Tensor> gradients) => backward(context, gradients);

            private void PutGradients(List<Tensor> gradients, nint results)
            {
                if (gradients.Count != isTensor.Length)
                    throw new InvalidOperationException($"backward returned {gradients.Count} gradients for {isTensor.Length} arguments.");
                for (int i = 0; i < isTensor.Length; i++)
                {
                    Tensor? gradient = gradients[i] is { IsInvalid: false } g ? g : null;
                    if (isTensor[i]) Native.Check(Native.custom_put(results, gradient));
                }
            }

            private bool Guarded(nint pointer, Action<CustomCall> body)
            {
                context.Pointer = pointer;
                try
                {
                    body(this);
                    return true;
                }
                catch (Exception e)
                {
                    // No managed exception may cross native frames: libtorch throws one of its own with this message.
                    thrown = e;
                    Native.custom_fail(e.Message);
                    return false;
                }
                finally
                {
                    context.Pointer = 0;
                }
            }
        }
    }
}
