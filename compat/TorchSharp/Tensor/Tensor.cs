using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A managed owner of one native tensor. Members of one name as in PyTorch do what they do there.</summary>
    [NativeMarshalling(typeof(TensorMarshaller))]
    public partial class Tensor : IDisposable
    {
        private static long totalCount;
        private static long peakCount;

        private nint handle;

        internal Tensor(nint handle)
        {
            this.handle = handle;
            if (handle == 0)
            {
                GC.SuppressFinalize(this);
                return;
            }

            long count = Interlocked.Increment(ref totalCount);
            for (long peak = Interlocked.Read(ref peakCount); count > peak;)
            {
                long seen = Interlocked.CompareExchange(ref peakCount, count, peak);
                if (seen == peak) break;
                peak = seen;
            }

            DisposeScopeManager manager = DisposeScopeManager.OfThread;
            DisposeScope? scope = manager.Current;
            manager.Counts.Created(scope is not null);
            scope?.Adopt(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Live managed tensors of the process.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        public static long PeakCount => Interlocked.Read(ref peakCount);

        public bool IsInvalid => handle == 0;

        public nint Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        internal DisposeScope? Scope { get; set; }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint old = Interlocked.Exchange(ref handle, 0);
            if (old == 0) return;
            DisposeScope? scope = Scope;
            Native.dispose(old);
            Interlocked.Decrement(ref totalCount);
            DisposeScopeManager.OfThread.Counts.Disposed(scope is not null);
            scope?.MarkAsDisposed(this);
        }

        public Tensor MoveToOuterDisposeScope() => Scope is null ? this : Scope.MoveToOuter(this);

        public Tensor DetachFromDisposeScope() => Scope is null ? this : Scope.Detach(this);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (Scope is not null) return Scope.MoveToOther(other, this);
            other?.Attach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.Scope);

        // Gives the native tensor to another owner: this object is invalid afterwards, and nothing is released.
        internal nint Release()
        {
            nint taken = Handle;
            handle = 0;
            GC.SuppressFinalize(this);
            Interlocked.Decrement(ref totalCount);
            DisposeScopeManager.OfThread.Counts.Disposed(Scope is not null);
            Scope?.MarkAsDisposed(this);
            return taken;
        }

        internal static Tensor Required(Tensor? tensor, string name) => tensor ?? throw new ArgumentNullException(name);

        internal static nint[] Handles(IList<Tensor>? tensors)
        {
            if (tensors is null) return [];
            var handles = new nint[tensors.Count];
            for (int i = 0; i < handles.Length; i++) handles[i] = Required(tensors[i], nameof(tensors)).Handle;
            return handles;
        }
    }
}
