using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Pipelines.Functions.Tests.Platform;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogRecorder : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _lines = [];

    public string All => string.Join('\n', _lines);

    /// <summary>Gets what was logged as an error, for the message of a test that fails.</summary>
    public string Failures => string.Join('\n', _lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)).Take(3));

    private IExternalScopeProvider Scopes { get; set; } = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new Recorder(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Recorder(LogRecorder recorder) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => recorder.Scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            recorder._lines.Enqueue($"{logLevel}: {ReadScopes()}{formatter(state, exception)} {exception}");

        private string ReadScopes()
        {
            var text = new StringBuilder();
            recorder.Scopes.ForEachScope(
                (scope, written) =>
                {
                    foreach (var (name, value) in scope as IReadOnlyDictionary<string, object> ?? new Dictionary<string, object>())
                    {
                        written.Append($"[{name}: {value}] ");
                    }
                },
                text);
            return text.ToString();
        }
    }
}
