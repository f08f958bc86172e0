using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Jobs;

/// <content>Log messages.</content>
public sealed partial class PlanSchedulesActivity
{
    [LoggerMessage(LogLevel.Error, "Job {Job} of app {App} is not run: this machine cannot read its schedule \"{Cron}\" in time zone {TimeZone}. Install tzdata.")]
    private partial void LogUnreadable(string job, string app, string cron, string? timeZone);
}
