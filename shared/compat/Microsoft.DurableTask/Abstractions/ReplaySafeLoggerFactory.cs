using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>Makes loggers that are silent while an orchestration replays.</summary>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context, Func<ILoggerFactory> underlying) : ILoggerFactory
{
    // A context that wraps another may hand out the inner one's factory; more wrappings than this are a cycle.
    private const int MaxDepth = 10;

    public static ILoggerFactory Unwrap(ILoggerFactory factory)
    {
        for (var depth = 0; factory is ReplaySafeLoggerFactory wrapper; depth++)
        {
            if (depth == MaxDepth)
            {
                throw new InvalidOperationException(
                    "The LoggerFactory of the orchestration context leads back to itself; let it return the inner context's ReplaySafeLoggerFactory.");
            }

            factory = wrapper.Underlying;
        }

        return factory;
    }

    private ILoggerFactory Underlying => underlying();

    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, Unwrap(Underlying).CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Adding providers to the replay-safe logger factory is not supported.");

    public void Dispose()
    {
        // The underlying factory belongs to the host.
    }
}
