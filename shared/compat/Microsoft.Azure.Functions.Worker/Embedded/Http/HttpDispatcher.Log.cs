using Microsoft.Extensions.Logging;

namespace Pipelines.Functions.Embedded;

/// <content>What the dispatcher logs.</content>
internal sealed partial class HttpDispatcher
{
    [LoggerMessage(LogLevel.Error, "Function {Function} failed (invocation {InvocationId})")]
    private partial void LogFailure(Exception exception, string function, string invocationId);

    [LoggerMessage(LogLevel.Warning, "Function {Function} did not end within {Timeout} (invocation {InvocationId})")]
    private partial void LogTimeout(string function, string invocationId, TimeSpan timeout);

    [LoggerMessage(LogLevel.Debug, "Function {Function} ended after its time was over (invocation {InvocationId})")]
    private partial void LogFailureAfterTimeout(Exception exception, string function, string invocationId);

    [LoggerMessage(LogLevel.Debug, "The client of function {Function} went away (invocation {InvocationId})")]
    private partial void LogAborted(string function, string invocationId);
}
