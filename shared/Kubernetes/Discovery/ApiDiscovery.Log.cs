using Microsoft.Extensions.Logging;

namespace Pipelines.Kubernetes.Discovery;

internal sealed partial class ApiDiscovery
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "What {Path} serves is unknown for now: {Problem}")]
    private partial void LogMissing(string path, string problem);
}
