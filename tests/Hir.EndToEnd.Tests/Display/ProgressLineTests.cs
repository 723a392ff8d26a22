using Hir.Cli.Display;
using Hir.Shared.Metrics;

namespace Hir.EndToEnd.Tests.Display;

public sealed class ProgressLineTests
{
    private readonly StringWriter _text = new() { NewLine = "\n" };
    private readonly ManualTime _time = new();

    [Fact]
    public void Report_ToAFile_PrintsPlainLinesAtStartAndEndAndEveryTenSeconds()
    {
        var line = new ProgressLine(_text, isTerminal: false, _time);
        for (int done = 0; done <= 30; done++)
        {
            line.Report(new PhaseProgress("sampling", 2, done, 30, "queries"));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            [
                "iteration 2: sampling  0/30 queries",
                "iteration 2: sampling  10/30 queries  1.0/s  20 s left",
                "iteration 2: sampling  20/30 queries  1.0/s  10 s left",
                "iteration 2: sampling  30/30 queries  1.0/s",
            ],
            _text.ToString().TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Report_OnATerminal_RedrawsOneLineAndMakesRoomForOthers()
    {
        var line = new ProgressLine(_text, isTerminal: true, _time);
        line.Report(new PhaseProgress("training", null, 0, 4, "steps"));
        _time.Advance(TimeSpan.FromSeconds(2));
        line.Report(new PhaseProgress("training", null, 1, 4, "steps", "loss 1.5"));
        line.Clear();
        line.Clear();

        Assert.Equal("\r\x1b[2Ktraining  0/4 steps\r\x1b[2Ktraining  1/4 steps  0.5/s  6 s left  loss 1.5\n", _text.ToString());
    }

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(7260, "2 h 1 min")]
    public void Duration_Seconds_IsReadable(double seconds, string expected) => Assert.Equal(expected, ProgressLine.Duration(seconds));

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
