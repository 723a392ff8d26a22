namespace Hir.Cli.Running;

/// <summary>Cancels a role's work when its supervisor closes the role's standard input or dies.</summary>
internal sealed class SupervisorWatch : IDisposable
{
    private readonly CancellationTokenSource _source;

    public SupervisorWatch(CancellationToken interrupt)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        var thread = new Thread(() =>
        {
            using Stream input = Console.OpenStandardInput();
            byte[] buffer = new byte[64];
            while (input.Read(buffer) > 0)
            {
            }

            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The role ended first.
            }
        }) { IsBackground = true, Name = "supervisor watch" };
        thread.Start();
    }

    public CancellationToken Token => _source.Token;

    public void Dispose() => _source.Dispose();
}
