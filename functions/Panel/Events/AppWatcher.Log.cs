using Microsoft.Extensions.Logging;

namespace Pipelines.Functions.Panel.Events;

/// <content>Log messages.</content>
public sealed partial class AppWatcher
{
    [LoggerMessage(LogLevel.Warning, "The store cannot be watched for the panel; it is tried again.")]
    private partial void LogFailed(Exception exception);
}
