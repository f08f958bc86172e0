using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function on a schedule.</summary>
public sealed class TimerTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Starts the function on <paramref name="schedule"/>.</summary>
    /// <param name="schedule">
    /// An NCRONTAB expression (second minute hour day month weekday, UTC), a time span between runs
    /// (<c>hh:mm:ss</c>), or <c>%Setting%</c> naming a configuration value that holds one of them.
    /// </param>
    public TimerTriggerAttribute(string schedule)
    {
        Schedule = schedule;
    }

    /// <summary>The schedule as written.</summary>
    public string Schedule { get; }

    /// <summary>
    /// Whether the schedule's status is kept, so that a run missed while the host was down is made up for at its
    /// start. True unless set; without effect for schedules more frequent than once a minute.
    /// </summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs when the host starts.</summary>
    public bool RunOnStartup { get; set; }
}
