namespace Pipelines.Storage.Logs;

/// <summary>The streams this process has open for writing, one <see cref="LiveLog"/> each however many writers it has.</summary>
internal sealed class LiveLogs<TLog>(Func<string, TLog> create)
    where TLog : LiveLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Opens a stream for a writer, who gives it back by disposing the writer.</summary>
    public async Task<ILogWriter> OpenAsync(string stream, bool truncate, CancellationToken cancellation)
    {
        var entry = Hold(stream);
        try
        {
            var epoch = await OpenAsync(entry, truncate, cancellation);
            return new LogWriter(entry.Log, epoch, () => ReleaseAsync(entry));
        }
        catch
        {
            await ReleaseAsync(entry);
            throw;
        }
    }

    /// <summary>Completes a stream.</summary>
    public async Task CompleteAsync(string stream, CancellationToken cancellation)
    {
        var entry = Hold(stream);
        try
        {
            await OpenAsync(entry, truncate: false, cancellation);
            await entry.Log.CompleteAsync(cancellation);
        }
        finally
        {
            await ReleaseAsync(entry);
        }
    }

    /// <summary>Gives up the streams whose names start with a prefix.</summary>
    public void Abandon(string prefix)
    {
        TLog[] logs;
        lock (_gate)
        {
            logs = [.. _entries.Values.Select(static entry => entry.Log).Where(log => log.Stream.StartsWith(prefix, StringComparison.Ordinal))];
        }

        foreach (var log in logs)
        {
            log.Abandon();
        }
    }

    /// <summary>The stream, where this process has it open.</summary>
    public TLog? Find(string stream)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(stream, out var entry) ? entry.Log : null;
        }
    }

    private static async Task<int> OpenAsync(Entry entry, bool truncate, CancellationToken cancellation)
    {
        await entry.Gate.WaitAsync(cancellation);
        try
        {
            return await entry.Log.OpenAsync(truncate, cancellation);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private Entry Hold(string stream)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(stream, out var entry))
            {
                _entries[stream] = entry = new Entry(create(stream));
            }

            entry.Holders++;
            return entry;
        }
    }

    private async Task ReleaseAsync(Entry entry)
    {
        await entry.Gate.WaitAsync(CancellationToken.None);
        try
        {
            // Closed while still held, so that whoever opens it next waits until all of it is stored.
            if (IsHeldOnce(entry))
            {
                await entry.Log.CloseAsync();
            }
        }
        finally
        {
            Drop(entry);
            entry.Gate.Release();
        }
    }

    private bool IsHeldOnce(Entry entry)
    {
        lock (_gate)
        {
            return entry.Holders == 1;
        }
    }

    private void Drop(Entry entry)
    {
        lock (_gate)
        {
            if (--entry.Holders == 0)
            {
                _entries.Remove(entry.Log.Stream);
            }
        }
    }

    private sealed class Entry(TLog log)
    {
        public TLog Log { get; } = log;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Holders { get; set; }
    }
}
