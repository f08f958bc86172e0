using Microsoft.Extensions.Logging;

namespace Pipelines.Functions.Start;

/// <content>Log messages.</content>
internal sealed partial class LeftoverCleanUp
{
    [LoggerMessage(LogLevel.Warning, "What earlier builds left could not be removed.")]
    private partial void LogFailed(Exception exception);
}
