namespace Pipelines.Storage.Logs;

/// <summary>One opening of a live stream.</summary>
internal sealed class LogWriter(LiveLog log, int epoch, Func<Task> release) : ILogWriter
{
    private int _disposed;

    /// <inheritdoc/>
    public void Write(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        log.Write(epoch, line);
    }

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellation = default) => log.FlushAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            await log.FlushAsync(CancellationToken.None);
        }
        finally
        {
            await release();
        }
    }
}
