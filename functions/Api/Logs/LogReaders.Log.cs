using Microsoft.Extensions.Logging;

namespace Pipelines.Functions.Api.Logs;

/// <content>Log messages.</content>
public sealed partial class LogReaders
{
    [LoggerMessage(LogLevel.Information, "A reader of the log of app {App}, deployment {Deployment}, was cut off: it took nothing for {Patience}.")]
    private partial void LogCut(string app, string deployment, TimeSpan patience);
}
