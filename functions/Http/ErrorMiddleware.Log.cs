using Microsoft.Extensions.Logging;

namespace Pipelines.Functions.Http;

/// <content>Log messages.</content>
public sealed partial class ErrorMiddleware
{
    [LoggerMessage(LogLevel.Error, "Function {Function} failed; request {RequestId}.")]
    private partial void LogFailed(Exception exception, string function, string requestId);
}
