using Microsoft.Extensions.Options;

namespace Pipelines.Functions.Api.Consoles;

/// <summary>Counts the consoles that are open.</summary>
/// <param name="options">How many may be.</param>
public sealed class ConsoleSessions(IOptions<ConsoleOptions> options)
{
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _all;

    /// <summary>Takes a place.</summary>
    /// <returns>Gives it back when it is disposed of; null when none is free.</returns>
    public IDisposable? TryEnter(string appId)
    {
        lock (_lock)
        {
            var open = _open.GetValueOrDefault(appId);
            if (_all >= options.Value.Maximum || open >= options.Value.MaximumPerApp)
            {
                return null;
            }

            _all++;
            _open[appId] = open + 1;
            return new Place(this, appId);
        }
    }

    private void Leave(string appId)
    {
        lock (_lock)
        {
            _all--;
            if (--_open[appId] == 0)
            {
                _ = _open.Remove(appId);
            }
        }
    }

    private sealed class Place(ConsoleSessions sessions, string appId) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                sessions.Leave(appId);
            }
        }
    }
}
