using Microsoft.Extensions.Logging;

namespace Pipelines.DurableTask.Embedded;

/// <summary>Collects what one category logs.</summary>
internal sealed class ListLoggerProvider(string category, List<string> lines) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new ListLogger(categoryName == category ? lines : []);

    public void Dispose()
    {
        // Nothing to release.
    }

    private sealed class ListLogger(List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add(formatter(state, exception));
            }
        }
    }
}
