namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position of an index expression: a number, a range, a mask, positions, a new axis or the ellipsis.</summary>
    public struct TensorIndex
    {
        public static TensorIndex Ellipsis = new() { kind = Kind.Ellipsis };
        public static TensorIndex None = new() { kind = Kind.None };
        public static TensorIndex Null = new() { kind = Kind.None };
        public static TensorIndex Colon = Slice();

        private Kind kind;
        private long? start;
        private long? stop;
        private long? step;
        private Tensor? tensor;

        private enum Kind
        {
            None,
            Ellipsis,
            Single,
            Bool,
            Slice,
            Tensor,
        }

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { kind = Kind.Slice, start = start, stop = stop, step = step };

        public static TensorIndex Slice((int?, int?) range) => Slice(range.Item1, range.Item2);

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value);

        public static TensorIndex Bool(bool value) => new() { kind = Kind.Bool, start = value ? 1 : 0 };

        public static TensorIndex Single(long? index) =>
            index is null ? throw new ArgumentNullException(nameof(index)) : new() { kind = Kind.Single, start = index };

        public static TensorIndex Tensor(Tensor tensor) =>
            new() { kind = Kind.Tensor, tensor = torch.Tensor.Required(tensor, nameof(tensor)) };

        internal static NativeIndex[] ToNative(TensorIndex[] indices) => Array.ConvertAll(indices, i => new NativeIndex
        {
            Kind = (long)i.kind,
            Start = i.start ?? 0,
            Stop = i.stop ?? 0,
            Step = i.step ?? 1,
            Has = (i.start.HasValue ? 1 : 0) | (i.stop.HasValue ? 2 : 0) | (i.step.HasValue ? 4 : 0),
            Tensor = i.tensor?.Handle ?? 0,
        });
    }
}
