using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipelines.Deployments;

namespace Pipelines.Functions.Panel.Events;

/// <summary>
/// Finds out what changes in the store, once for all who look at the panel, and only while somebody does: deployments under
/// way four times a second, all apps every second, and never for more than a fifth of the time.
/// </summary>
/// <param name="apps">The apps.</param>
/// <param name="deployments">Their deployments.</param>
/// <param name="log">Where changes are told.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs.</param>
public sealed partial class AppWatcher(AppStore apps, DeploymentStore deployments, ChangeLog log, TimeProvider time, ILogger<AppWatcher> logger) : BackgroundService
{
    private const int BatchSize = 1000;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, WatchedApp> _watched = [];
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _watchers;

    /// <summary>Gets the number of those who look.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    /// <summary>Gets what ends when the watcher knows the present state: from then on it tells every change.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Has it watch until the last of those who asked is gone.</summary>
    /// <param name="limit">The most that may look at a time.</param>
    /// <returns>Whether one more may look; who may calls <see cref="Leave"/> in the end.</returns>
    public bool TryEnter(int limit)
    {
        if (Interlocked.Increment(ref _watchers) > limit)
        {
            _ = Interlocked.Decrement(ref _watchers);
            return false;
        }

        _ = _wanted.Release();
        return true;
    }

    /// <summary>Tells that one who looked does no more.</summary>
    public void Leave() => Interlocked.Decrement(ref _watchers);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wanted.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _wanted.WaitAsync(stoppingToken);
            await WatchAsync(stoppingToken);
        }
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(s_tick, time);
        var next = time.GetUtcNow();
        while (Watchers > 0)
        {
            try
            {
                next = await LookAsync(next, cancellation);
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                LogFailed(exception);
            }

            _ = await timer.WaitForNextTickAsync(cancellation);
        }
    }

    private async Task<DateTimeOffset> LookAsync(DateTimeOffset next, CancellationToken cancellation)
    {
        var began = time.GetUtcNow();
        if (began >= next)
        {
            await SweepAsync(cancellation);
            var took = time.GetUtcNow() - began;
            next = began + (took * 5 > s_sweep ? took * 5 : s_sweep);
        }

        await LookAtDeploymentsAsync(cancellation);
        return next;
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        // What was there from the start has not changed.
        var hasBegun = Begun.IsCompleted;
        var changes = new List<AppChange>();
        try
        {
            await FindChangedAppsAsync(changes, cancellation);
            _ = _begun.TrySetResult();
        }
        finally
        {
            // Told even where the store failed before the end: it is known by now, and will not be found again.
            if (hasBegun)
            {
                log.Append(changes);
            }
        }
    }

    private async Task FindChangedAppsAsync(List<AppChange> changes, CancellationToken cancellation)
    {
        var gone = _watched.Keys.ToHashSet(StringComparer.Ordinal);
        string? after = null;
        while (await apps.ListStoredAsync(after, BatchSize, cancellation) is { Count: > 0 } batch)
        {
            foreach (var stored in batch)
            {
                _ = gone.Remove(stored.Id);
                Compare(stored, changes);
            }

            after = batch[^1].Id;
        }

        foreach (var id in gone)
        {
            changes.Add(new AppChange(AppChangeKind.Deleted, _watched[id].TeamId, id));
            _ = _watched.Remove(id);
        }
    }

    private void Compare(StoredApp stored, List<AppChange> changes)
    {
        var known = _watched.GetValueOrDefault(stored.Id);
        if (known?.ETag == stored.ETag)
        {
            return;
        }

        var app = stored.Read();
        if (known is null)
        {
            _watched[app.Id] = new WatchedApp(app, stored.ETag).Begin(isNew: Begun.IsCompleted, time.GetUtcNow());
        }
        else
        {
            known.Update(app, stored.ETag, time.GetUtcNow());
        }

        changes.Add(new AppChange(AppChangeKind.App, app.OwnerId, app.Id));
    }

    private async Task LookAtDeploymentsAsync(CancellationToken cancellation)
    {
        var changes = new List<AppChange>();
        try
        {
            foreach (var app in _watched.Values)
            {
                foreach (var id in app.Deployments)
                {
                    if (app.Update(id, await deployments.GetAsync(app.Id, id, cancellation), time.GetUtcNow()))
                    {
                        changes.Add(new AppChange(AppChangeKind.Deployment, app.TeamId, app.Id, id));
                    }
                }
            }
        }
        finally
        {
            log.Append(changes);
        }
    }
}
