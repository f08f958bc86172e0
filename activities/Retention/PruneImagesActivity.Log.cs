using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Retention;

/// <content>Log messages.</content>
public sealed partial class PruneImagesActivity
{
    [LoggerMessage(LogLevel.Warning, "What old deployments of app {App} have left could not be removed.")]
    private partial void LogFailed(Exception exception, string app);

    [LoggerMessage(LogLevel.Information, "The registry does not let old images of app {App} be removed; that is left to its own policy: {Reason}")]
    private partial void LogRefused(string app, string reason);
}
