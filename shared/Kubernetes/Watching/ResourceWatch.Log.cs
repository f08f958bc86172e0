using Microsoft.Extensions.Logging;

namespace Pipelines.Kubernetes.Watching;

internal sealed partial class ResourceWatch
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Watch} lost its place and begins again")]
    private partial void LogBeginAgain(string watch);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Watch} is resumed: {Problem}")]
    private partial void LogDropped(string watch, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}; the watch goes on trying")]
    private partial void LogResume(string problem);
}
