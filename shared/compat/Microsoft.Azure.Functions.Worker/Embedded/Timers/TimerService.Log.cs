using Microsoft.Extensions.Logging;

namespace Pipelines.Functions.Embedded;

/// <content>What the timers log.</content>
internal sealed partial class TimerService
{
    [LoggerMessage(LogLevel.Error, "Timer function {Function} failed (invocation {InvocationId})")]
    private partial void LogFailure(Exception exception, string function, string invocationId);

    [LoggerMessage(LogLevel.Warning, "Timer function {Function} did not end within {Timeout} (invocation {InvocationId})")]
    private partial void LogTimeout(string function, string invocationId, TimeSpan timeout);

    [LoggerMessage(LogLevel.Debug, "Timer of function {Function} stopped")]
    private partial void LogStopped(string function);

    [LoggerMessage(LogLevel.Critical, "Timer of function {Function} runs no more: its status cannot be kept")]
    private partial void LogBroken(Exception exception, string function);
}
