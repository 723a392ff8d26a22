using TorchSharp;
using static TorchSharp.torch;

namespace Hir.Compat.Tests.TorchSharp;

[Collection(TorchTests.Name)]
public sealed class DisposeScopeTests
{
    [Fact]
    public void Dispose_OfAScope_DisposesWhatWasMadeInIt()
    {
        using Tensor before = ones(2);
        Tensor inside;
        using (DisposeScope scope = NewDisposeScope())
        {
            inside = before + 1;
            Assert.Equal(1, scope.DisposablesCount);
            Assert.True(scope.Contains(inside));
            Assert.Same(scope, CurrentDisposeScope);
        }

        Assert.True(inside.IsInvalid);
        Assert.False(before.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void MoveToOuterDisposeScope_FromANestedScope_LivesUntilTheOuterEnds()
    {
        Tensor moved, left;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                moved = ones(2).MoveToOuterDisposeScope();
                left = ones(2);
            }

            Assert.False(moved.IsInvalid);
            Assert.True(left.IsInvalid);
        }

        Assert.True(moved.IsInvalid);
    }

    [Fact]
    public void MoveToOuterDisposeScope_FromTheOutermostScope_Detaches()
    {
        Tensor moved;
        using (NewDisposeScope()) moved = ones(2).MoveToOuterDisposeScope();

        Assert.False(moved.IsInvalid);
        moved.Dispose();
    }

    [Fact]
    public void DetachFromDisposeScope_FromANestedScope_OutlivesBoth()
    {
        Tensor detached;
        using (NewDisposeScope())
        using (NewDisposeScope()) detached = ones(2).DetachFromDisposeScope();

        Assert.Equal(2, detached.sum().ToSingle());
        detached.Dispose();
        Assert.True(detached.IsInvalid);
    }

    [Fact]
    public void MoveToOuter_OfSeveral_ReturnsThemInOrder()
    {
        using DisposeScope outer = NewDisposeScope();
        Tensor a, b, c;
        using (DisposeScope inner = NewDisposeScope())
        {
            (a, b, c) = inner.MoveToOuter(ones(1), ones(2), ones(3));
            _ = ones(4);
        }

        Assert.Equal([1L, 2L, 3L], new[] { a.NumberOfElements, b.NumberOfElements, c.NumberOfElements });
        Assert.Equal(3, outer.DisposablesCount);
    }

    [Fact]
    public void MoveToOtherDisposeScope_FromNoScope_BelongsToTheOther()
    {
        Tensor outside = ones(2);
        using (DisposeScope scope = NewDisposeScope())
        {
            outside.MoveToOtherDisposeScope(scope);
            Assert.True(scope.Contains(outside));
        }

        Assert.True(outside.IsInvalid);
    }

    [Fact]
    public void DisposeEverythingBut_KeepsOnlyTheNamed()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor kept = ones(1), dropped = ones(1);

        Assert.Same(kept, scope.DisposeEverythingBut(kept));

        Assert.False(kept.IsInvalid);
        Assert.True(dropped.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Dispose_OfATensorInAScope_LeavesTheScope()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = ones(1);
        a.Dispose();
        a.Dispose();

        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Scopes_OfAnotherThread_DoNotCatchTensors()
    {
        Tensor? other = null;
        using (NewDisposeScope())
        {
            var thread = new Thread(() => other = ones(2));
            thread.Start();
            thread.Join();
        }

        Assert.False(other!.IsInvalid);
        other.Dispose();
    }

    [Fact]
    public void WrappedTensorDisposeScope_OfAnExpression_KeepsOnlyItsResult()
    {
        TorchTests.Collect();
        long before = Tensor.TotalCount;
        using Tensor result = WrappedTensorDisposeScope(() => (ones(3) * 2) + 1);

        Assert.Equal(before + 1, Tensor.TotalCount);
        Assert.Equal(9, (double)result.sum().ToSingle());
    }

    [Fact]
    public void Statistics_OfAThread_CountWhatHappenedToItsTensors()
    {
        LifetimeStatistics counts = DisposeScopeManager.Statistics.TensorStatistics;
        DisposeScopeManager.Statistics.Reset();
        Tensor outside = ones(1);
        using (NewDisposeScope())
        {
            Tensor a = ones(1), b = ones(1), c = ones(1);
            a.Dispose();
            b.DetachFromDisposeScope();
            c.MoveToOuterDisposeScope();
            outside.MoveToOtherDisposeScope(CurrentDisposeScope);
            _ = ones(1);
            Assert.Equal(4, counts.ThreadTotalLiveCount);
            b.Dispose();
            c.Dispose();
        }

        Assert.Equal(1, counts.CreatedOutsideScopeCount);
        Assert.Equal(4, counts.CreatedInScopeCount);
        Assert.Equal(3, counts.DisposedInScopeCount);
        Assert.Equal(2, counts.DisposedOutsideScopeCount);
        Assert.Equal(2, counts.DetachedFromScopeCount);
        Assert.Equal(1, counts.AttachedToScopeCount);
        Assert.Equal(0, counts.ThreadTotalLiveCount);
        Assert.Equal(counts.CreatedInScopeCount, DisposeScopeManager.Statistics.CreatedInScopeCount);
    }

    [Fact]
    public void Finalizers_OfTemporariesNobodyHolds_GiveTheirTensorsBack()
    {
        TorchTests.Collect();
        long before = Tensor.TotalCount;
        MakeGarbage();
        Assert.True(Tensor.TotalCount >= before + 100);
        Assert.True(Tensor.PeakCount >= before + 100);

        TorchTests.Collect();

        Assert.Equal(before, Tensor.TotalCount);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void MakeGarbage()
    {
        for (int i = 0; i < 100; i++) _ = ones(8);
    }
}
