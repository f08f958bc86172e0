using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Previews;

/// <content>Log messages.</content>
public sealed partial class DecidePreviewsActivity
{
    [LoggerMessage(LogLevel.Information, "App {App} has no preview of pull request {Number}: {Reason}")]
    private partial void LogRefused(string app, int number, string reason);
}
