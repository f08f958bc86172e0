using System.Threading.Channels;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Watching;

/// <summary>Several watches kept together: one reader sees all their objects change.</summary>
internal sealed class ResourceMirrors : IAsyncDisposable
{
    private const int Backlog = 256;
    private readonly CancellationTokenSource stop;
    private readonly Channel<Func<bool>> changes = Channel.CreateBounded<Func<bool>>(Backlog);
    private readonly ResourceMirror[] mirrors;
    private readonly List<Task> pumps = [];
    private readonly TimeProvider time;

    /// <summary>Initializes a new instance of the <see cref="ResourceMirrors"/> class and begins to watch.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="queries">What to watch.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the watches.</param>
    public ResourceMirrors(IKubernetesApi api, IReadOnlyList<ResourceQuery> queries, TimeProvider time, CancellationToken cancellation)
    {
        this.time = time;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        mirrors = [.. queries.Select(_ => new ResourceMirror())];
        for (var index = 0; index < mirrors.Length; index++)
        {
            var mirror = mirrors[index];
            Attach(api.WatchAsync(queries[index], stop.Token), change => mirror.Take(change));
        }
    }

    /// <summary>Gets the objects of a query, by its place.</summary>
    public ResourceMirror this[int index] => mirrors[index];

    /// <summary>Waits until every watch has told what exists, and something has changed since the last call or a moment has come.</summary>
    /// <param name="until">The moment; null for none.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="KubernetesException">The cluster refuses a watch.</exception>
    public async Task WaitAsync(DateTimeOffset? until, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = until is { } moment ? StartTimer(timeout, moment) : null;
        var changed = false;
        try
        {
            while (!changed || !IsComplete)
            {
                changed |= TakeAvailable();
                if (!changed || !IsComplete)
                {
                    _ = await changes.Reader.WaitToReadAsync(timeout.Token);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && timeout.IsCancellationRequested)
        {
            // The moment has come.
        }
    }

    /// <summary>Takes changes from elsewhere along; each is taken over by whoever waits.</summary>
    /// <param name="source">The changes.</param>
    /// <param name="take">Takes one over, and tells whether anything has changed.</param>
    public void Attach<T>(IAsyncEnumerable<T> source, Func<T, bool> take) =>
        pumps.Add(Task.Run(() => PumpAsync(source, take, stop.Token), CancellationToken.None));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(pumps);
        stop.Dispose();
    }

    private bool IsComplete => Array.TrueForAll(mirrors, mirror => mirror.IsComplete);

    private ITimer StartTimer(CancellationTokenSource source, DateTimeOffset moment)
    {
        var left = moment - time.GetUtcNow();
        return time.CreateTimer(static state => Cancel((CancellationTokenSource)state!), source, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The wait ended in the same moment.
        }
    }

    private bool TakeAvailable()
    {
        var changed = false;
        while (changes.Reader.TryRead(out var next))
        {
            changed |= next();
        }

        return changed;
    }

    private async Task PumpAsync<T>(IAsyncEnumerable<T> source, Func<T, bool> take, CancellationToken cancellation)
    {
        try
        {
            await foreach (var change in source.WithCancellation(cancellation))
            {
                await changes.Writer.WriteAsync(() => take(change), cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
        catch (Exception exception)
        {
            _ = changes.Writer.TryComplete(exception);
        }
    }
}
