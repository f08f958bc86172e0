namespace Pipelines.Storage.Logs;

/// <summary>The signals of the streams that have followers.</summary>
internal sealed class LogSignals(TimeProvider time, TimeSpan pollInterval)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LogSignal> _signals = new(StringComparer.Ordinal);

    /// <summary>Joins a stream's followers.</summary>
    public LogSignal Join(string stream)
    {
        lock (_gate)
        {
            if (!_signals.TryGetValue(stream, out var signal))
            {
                _signals[stream] = signal = new LogSignal(time, pollInterval);
            }

            signal.Followers++;
            return signal;
        }
    }

    /// <summary>Leaves a stream's followers.</summary>
    public void Leave(string stream, LogSignal signal)
    {
        lock (_gate)
        {
            if (--signal.Followers == 0)
            {
                _signals.Remove(stream);
                signal.Dispose();
            }
        }
    }

    /// <summary>Wakes a stream's followers.</summary>
    public void Pulse(string stream)
    {
        LogSignal? signal;
        lock (_gate)
        {
            _signals.TryGetValue(stream, out signal);
        }

        signal?.Pulse();
    }
}
