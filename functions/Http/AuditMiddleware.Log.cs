using Microsoft.Extensions.Logging;

namespace Pipelines.Functions.Http;

/// <content>Log messages.</content>
public sealed partial class AuditMiddleware
{
    [LoggerMessage(LogLevel.Error, "It could not be added to the audit trail that {Operation} of request {RequestId} was answered with {Status}.")]
    private partial void LogEndFailed(Exception exception, string operation, string requestId, int status);
}
