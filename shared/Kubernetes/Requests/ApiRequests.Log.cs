using Microsoft.Extensions.Logging;

namespace Pipelines.Kubernetes.Requests;

internal sealed partial class ApiRequests
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}; trying again in {Wait}")]
    private partial void LogRetry(string problem, TimeSpan wait);
}
