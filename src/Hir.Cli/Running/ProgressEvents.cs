using System.Text.Json;
using Hir.Shared;
using Hir.Shared.Metrics;

namespace Hir.Cli.Running;

/// <summary>A role's end of the line to its supervisor: progress as one JSON object a line, at most twenty a second.</summary>
internal sealed class ProgressEvents(TextWriter output, TimeProvider time) : IProgress<PhaseProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private string _phase = "";
    private long _shown;

    public void Report(PhaseProgress value)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            if (value.Phase == _phase && value.Done < value.Total && time.GetElapsedTime(_shown, now) < Interval) return;
            _phase = value.Phase;
            _shown = now;
            output.WriteLine(JsonSerializer.Serialize(value, Json.Plain));
            output.Flush();
        }
    }
}
