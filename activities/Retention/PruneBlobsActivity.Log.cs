using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Retention;

/// <content>Log messages.</content>
public sealed partial class PruneBlobsActivity
{
    [LoggerMessage(LogLevel.Information, "Removed {Count} old source snapshots and files of sites.")]
    private partial void LogRemoved(int count);
}
