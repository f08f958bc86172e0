using Microsoft.Extensions.Logging;

namespace Pipelines.Storage.Logs;

/// <content>What it logs.</content>
internal sealed partial class AzureLiveLog
{
    [LoggerMessage(1, LogLevel.Warning, "Sending lines of log {Stream} failed; trying again in 5 s.")]
    private static partial void LogSendingFailed(ILogger logger, Exception failure, string stream);

    [LoggerMessage(2, LogLevel.Error, "Log {Stream} was closed with lines that could not be stored.")]
    private static partial void LogLinesLost(ILogger logger, Exception failure, string stream);
}
