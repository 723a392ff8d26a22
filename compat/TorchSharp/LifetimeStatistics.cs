using System.Globalization;

namespace TorchSharp;

/// <summary>How many disposables a thread made, disposed of and moved in or out of scopes since the last reset.</summary>
public sealed class LifetimeStatistics
{
    public long CreatedOutsideScopeCount { get; internal set; }

    public long DisposedOutsideScopeCount { get; internal set; }

    public long CreatedInScopeCount { get; internal set; }

    public long DisposedInScopeCount { get; internal set; }

    public long AttachedToScopeCount { get; internal set; }

    public long DetachedFromScopeCount { get; internal set; }

    public long ThreadTotalLiveCount =>
        CreatedOutsideScopeCount - DisposedOutsideScopeCount + CreatedInScopeCount - DisposedInScopeCount;

    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; "
        + $"CreatedOutsideScopeCount: {CreatedOutsideScopeCount}; DisposedOutsideScopeCount: {DisposedOutsideScopeCount}; "
        + $"CreatedInScopeCount: {CreatedInScopeCount}; DisposedInScopeCount: {DisposedInScopeCount}; "
        + $"AttachedToScopeCount: {AttachedToScopeCount}; DetachedFromScopeCount: {DetachedFromScopeCount}");
}

/// <summary>The statistics of one thread's dispose scopes: of tensors, which are all that this subset tracks.</summary>
public sealed class ThreadDisposeScopeStatistics
{
    public LifetimeStatistics TensorStatistics { get; } = new();

    public long CreatedOutsideScopeCount => TensorStatistics.CreatedOutsideScopeCount;

    public long DisposedOutsideScopeCount => TensorStatistics.DisposedOutsideScopeCount;

    public long CreatedInScopeCount => TensorStatistics.CreatedInScopeCount;

    public long DisposedInScopeCount => TensorStatistics.DisposedInScopeCount;

    public long AttachedToScopeCount => TensorStatistics.AttachedToScopeCount;

    public long DetachedFromScopeCount => TensorStatistics.DetachedFromScopeCount;

    public long ThreadTotalLiveCount => TensorStatistics.ThreadTotalLiveCount;

    public void Reset() => TensorStatistics.Reset();

    public override string ToString() => TensorStatistics.ToString();

    internal void Created(bool inScope)
    {
        if (inScope) TensorStatistics.CreatedInScopeCount++;
        else TensorStatistics.CreatedOutsideScopeCount++;
    }

    internal void Disposed(bool inScope)
    {
        if (inScope) TensorStatistics.DisposedInScopeCount++;
        else TensorStatistics.DisposedOutsideScopeCount++;
    }

    internal void Attached(torch.Tensor tensor)
    {
        if (!tensor.IsInvalid) TensorStatistics.AttachedToScopeCount++;
    }

    internal void Detached(torch.Tensor tensor)
    {
        if (!tensor.IsInvalid) TensorStatistics.DetachedFromScopeCount++;
    }
}
