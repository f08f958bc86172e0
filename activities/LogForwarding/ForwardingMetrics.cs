using System.Diagnostics.Metrics;

namespace Pipelines.Activities.LogForwarding;

/// <summary>Figures of forwarded logs.</summary>
internal static class ForwardingMetrics
{
    private static readonly Meter Meter = new("Pipelines.LogForwarding");
    private static readonly Counter<long> ForwardedLines = Meter.CreateCounter<long>("pipelines.logs.forwarded", "{line}", "Lines that destinations have taken");
    private static readonly Counter<long> DroppedLines = Meter.CreateCounter<long>("pipelines.logs.dropped", "{line}", "Lines that were dropped because destinations did not take them");

    public static void Forwarded(int lines) => ForwardedLines.Add(lines);

    public static void Dropped(int lines)
    {
        if (lines > 0)
        {
            DroppedLines.Add(lines);
        }
    }
}
