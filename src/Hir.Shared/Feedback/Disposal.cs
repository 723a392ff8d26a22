namespace Hir.Shared.Feedback;

/// <summary>Feedback functions may hold processes, sessions or connections; those that do implement one of .NET's interfaces.</summary>
internal static class Disposal
{
    public static async ValueTask OfAsync(IFeedback feedback)
    {
        if (feedback is IAsyncDisposable later) await later.DisposeAsync().ConfigureAwait(false);
        else (feedback as IDisposable)?.Dispose();
    }
}
