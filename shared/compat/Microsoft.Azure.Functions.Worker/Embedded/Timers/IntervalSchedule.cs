namespace Pipelines.Functions.Embedded;

/// <summary>Runs with the same time between one run and the next.</summary>
internal sealed class IntervalSchedule(TimeSpan interval) : ITimerSchedule
{
    public DateTimeOffset? Next(DateTimeOffset after) =>
        after.UtcDateTime < DateTime.MaxValue - interval ? after + interval : null;
}
