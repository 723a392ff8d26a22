namespace TorchSharp;

/// <summary>Disposes what was made on its thread while it was the innermost scope, apart from what was moved out.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager manager;
    private readonly DisposeScope? outer;
    private HashSet<IDisposable> held = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope(DisposeScopeManager manager)
    {
        this.manager = manager;
        outer = manager.Current;
    }

    public int DisposablesCount => held.Count;

    public IReadOnlyList<IDisposable> DisposablesView => [.. held];

    public bool Contains(IDisposable disposable) => held.Contains(disposable);

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(outer, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        MoveToOther(outer, first, second);

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => MoveToOther(outer, first, second, third);

    public void MoveToOuter(params IDisposable[] disposables) => MoveAll(outer, disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveAll(outer, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        Move(scope, disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable => (MoveToOther(scope, first), MoveToOther(scope, second));

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveAll(scope, disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables) => MoveAll(scope, disposables);

    public T Detach<T>(T disposable) where T : IDisposable => MoveToOther(null, disposable);

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        MoveToOther(null, first, second);

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => MoveToOther(null, first, second, third);

    public void Detach(params IDisposable[] disposables) => MoveAll(null, disposables);

    public void Detach(IEnumerable<IDisposable> disposables) => MoveAll(null, disposables);

    public void Attach(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            if (ReferenceEquals(tensor.Scope, this)) return;
            if (tensor.Scope is { } old) old.held.Remove(disposable);
            else manager.Counts.Attached(tensor);
            tensor.Scope = this;
        }

        held.Add(disposable);
    }

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        List<IDisposable> list = [.. disposables];
        list.ForEach(Attach);
        return list;
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = inKeep.ToHashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        HashSet<IDisposable> all = held;
        held = new HashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        foreach (IDisposable disposable in all)
        {
            if (keep.Contains(disposable)) held.Add(disposable);
            else disposable.Dispose();
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        held.Remove(disposable);
        if (disposable is torch.Tensor tensor) tensor.Scope = null;
    }

    public void Dispose()
    {
        DisposeEverything();
        manager.Remove(this);
    }

    // A tensor that has just been made.
    internal void Adopt(torch.Tensor tensor)
    {
        held.Add(tensor);
        tensor.Scope = this;
    }

    private void MoveAll(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (IDisposable disposable in disposables) Move(scope, disposable);
    }

    private void Move(DisposeScope? scope, IDisposable disposable)
    {
        if (!held.Remove(disposable)) return;
        if (disposable is torch.Tensor tensor)
        {
            tensor.Scope = scope;
            if (scope is null) manager.Counts.Detached(tensor);
        }

        scope?.held.Add(disposable);
    }
}

/// <summary>The scopes of one thread and what it counted.</summary>
public sealed class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? ofThread;

    private readonly List<DisposeScope> stack = [];

    internal static DisposeScopeManager OfThread => ofThread ??= new DisposeScopeManager();

    public static ThreadDisposeScopeStatistics Statistics => OfThread.Counts;

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    internal DisposeScope? Current => stack.Count > 0 ? stack[^1] : null;

    internal static DisposeScope NewScope()
    {
        DisposeScopeManager manager = OfThread;
        var scope = new DisposeScope(manager);
        manager.stack.Add(scope);
        return scope;
    }

    // Scopes end in the order opposite to their beginning; one that is disposed out of order just leaves the stack.
    internal void Remove(DisposeScope scope)
    {
        int at = stack.LastIndexOf(scope);
        if (at >= 0) stack.RemoveAt(at);
    }
}
