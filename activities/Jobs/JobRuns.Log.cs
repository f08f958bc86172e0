using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Jobs;

/// <content>Log messages.</content>
public sealed partial class JobRuns
{
    [LoggerMessage(LogLevel.Warning, "What job {Job} writes cannot be followed; its log comes at its end: {Reason}")]
    private partial void LogNotFollowed(string job, string reason);
}
