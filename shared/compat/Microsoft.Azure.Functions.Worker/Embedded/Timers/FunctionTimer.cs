using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Pipelines.Functions.Embedded;

/// <summary>One timer function with its schedule.</summary>
internal sealed class FunctionTimer
{
    // As in the official host, a schedule this frequent is not monitored: its next run comes soon enough.
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);

    private readonly ITimerSchedule schedule;
    private readonly string text;

    /// <summary>Reads the schedule of <paramref name="function"/>.</summary>
    /// <exception cref="InvalidOperationException">The schedule is not one.</exception>
    public FunctionTimer(FunctionDescriptor function, TimerTriggerAttribute trigger, IConfiguration configuration, DateTimeOffset now)
    {
        try
        {
            (schedule, text) = TimerScheduleParser.Parse(trigger.Schedule, configuration, now);
        }
        catch (FormatException exception)
        {
            throw new InvalidOperationException($"Function '{function.Name}': {exception.Message}", exception);
        }

        Function = function;
        RunOnStartup = trigger.RunOnStartup;
        IsMonitored = trigger.UseMonitor && !IsFrequent(now);
    }

    public FunctionDescriptor Function { get; }

    public bool RunOnStartup { get; }

    public bool IsMonitored { get; }

    public DateTimeOffset? Next(DateTimeOffset after) => schedule.Next(after);

    /// <summary>Whether a run that <paramref name="status"/> foresaw was missed.</summary>
    public bool IsPastDue(TimerStatus status, DateTimeOffset now)
    {
        var due = status.Schedule == text ? status.Next : schedule.Next(Utc(status.LastUpdated))?.UtcDateTime;
        return due is { } time && Utc(time) <= now;
    }

    public TimerStatus StatusAt(DateTimeOffset now, DateTime last) =>
        new(text, last, schedule.Next(now)?.UtcDateTime ?? DateTime.MaxValue, now.UtcDateTime);

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private bool IsFrequent(DateTimeOffset now) =>
        schedule.Next(now) is { } next && schedule.Next(next) is { } second && second - next < ShortestMonitored;
}
