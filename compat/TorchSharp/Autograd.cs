namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// The gradients of the outputs' sum with respect to the inputs; an unused input, where allowed, gives an invalid tensor.
        /// </summary>
        public static IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            nint[] o = Tensor.Handles(outputs), i = Tensor.Handles(inputs), g = Tensor.Handles(grad_outputs);
            Tensor[] result = Native.autograd_grad(o, o.Length, i, i.Length, g, g.Length, retain_graph, create_graph, allow_unused);
            GC.KeepAlive((outputs, inputs, grad_outputs));
            return result;
        }

        public static void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            nint[] o = Tensor.Handles(tensors), g = Tensor.Handles(grad_tensors), i = Tensor.Handles(inputs);
            int retain = retain_graph is { } keep ? (keep ? 1 : 0) : -1;
            Flag done = Native.backward(o, o.Length, g, g.Length, retain, create_graph, i, i.Length);
            GC.KeepAlive((tensors, grad_tensors, inputs));
            Native.Check(done);
        }

        public static void backward(
            Tensor tensor,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor,
            Tensor grad_tensor,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);
    }
}
