namespace Pipelines.Node.Instances;

/// <content>Its log messages.</content>
internal sealed partial class Instance
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Instance {Name}: run {Attempt} started")]
    private static partial void LogStarted(ILogger logger, string name, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Instance {Name} will not become ready: {Reason}")]
    private static partial void LogFailed(ILogger logger, string name, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Instance {Name}: {Reason} Starting it again in {Wait}.")]
    private static partial void LogRestarting(ILogger logger, string name, string reason, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Error, Message = "Instance {Name} cannot be run")]
    private static partial void LogBroken(ILogger logger, Exception exception, string name);

    private void LogStarted(string name, int attempt) => LogStarted(services.Logger, name, attempt);

    private void LogFailed(string name, string reason) => LogFailed(services.Logger, name, reason);

    private void LogRestarting(string name, string reason, TimeSpan wait) => LogRestarting(services.Logger, name, reason, wait);

    private void LogBroken(Exception exception, string name) => LogBroken(services.Logger, exception, name);
}
