using Microsoft.Extensions.Logging;
using Pipelines.Activities.LogForwarding.Destinations;
using Pipelines.Clusters;

namespace Pipelines.Activities.LogForwarding;

/// <summary>
/// Forwards the output of one app: reads it as the cluster keeps it, from where destinations are, and never holds it up. How
/// far they are is kept, so that the next process goes on there; a line that was taken just before is sent again.
/// </summary>
internal sealed partial class AppForwarding(string appId, ICluster cluster, ForwardingStore store, LogForwardingOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan ReadPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(10);
    private readonly string owner = Guid.NewGuid().ToString("n");

    /// <summary>Forwards until cancelled, or until another process does.</summary>
    /// <param name="appName">The app's name.</param>
    /// <param name="targets">Where what goes, secrets readable.</param>
    /// <param name="from">From when on, for destinations that are new.</param>
    /// <param name="destinations">Makes destinations.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(string appName, IReadOnlyList<ForwardingTarget> targets, DateTimeOffset from, LogDestinations destinations, CancellationToken cancellation)
    {
        if (await store.TakeAsync(appId, owner, cancellation) is not var (kept, tag))
        {
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var forwarders = targets
            .Select(target => destinations.Create(target.Destination, appName) is { } destination
                ? new LogForwarder(target, destination, kept.Cursors.GetValueOrDefault(target.Key) ?? new ForwardingCursor(from, new Dictionary<string, LinePosition>()), options, time, logger)
                : null)
            .OfType<LogForwarder>()
            .ToList();
        if (forwarders.Count == 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }

        Task[] work = [ReadAsync(forwarders, end.Token), KeepAsync(forwarders, tag, end.Token), .. forwarders.Select(forwarder => forwarder.RunAsync(end.Token))];
        try
        {
            await await Task.WhenAny(work);
        }
        finally
        {
            await end.CancelAsync();
            foreach (var each in work)
            {
                await each.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }

            foreach (var forwarder in forwarders)
            {
                await forwarder.DisposeAsync();
            }
        }
    }

    private async Task ReadAsync(List<LogForwarder> forwarders, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var since = forwarders.Min(forwarder => forwarder.Cursor.Time) - ForwardingCursor.Slack;
                var positions = new Dictionary<string, LinePosition>(StringComparer.Ordinal);
                await foreach (var line in cluster.ReadLogsAsync(new InstanceLogQuery(appId, Follow: true, Since: since, WithJobs: true), cancellation).WithCancellation(cancellation))
                {
                    var position = positions[line.Instance] = positions.GetValueOrDefault(line.Instance).Next(line.Timestamp);
                    forwarders.ForEach(forwarder => forwarder.Offer(line, position));
                }
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                LogInterrupted(exception, appId);
            }

            await Task.Delay(ReadPause, time, cancellation);
        }
    }

    /// <summary>Keeps how far destinations are, and that they are this process's; ends when they are not any more.</summary>
    private async Task KeepAsync(List<LogForwarder> forwarders, string tag, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(SaveInterval, time);
        var (saved, savedAt) = (CursorsOf(forwarders), time.GetTimestamp());
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                var cursors = CursorsOf(forwarders);
                if (cursors.All(each => ReferenceEquals(each.Value, saved[each.Key])) && time.GetElapsedTime(savedAt) < RenewInterval)
                {
                    continue;
                }

                if (await store.SaveAsync(appId, owner, cursors, tag, release: false, cancellation) is not { } next)
                {
                    LogTakenOver(appId);
                    return;
                }

                (tag, saved, savedAt) = (next, cursors, time.GetTimestamp());
            }
        }
        finally
        {
            if (cancellation.IsCancellationRequested)
            {
                _ = await store.SaveAsync(appId, owner, CursorsOf(forwarders), tag, release: true, CancellationToken.None);
            }
        }
    }

    private static Dictionary<string, ForwardingCursor> CursorsOf(List<LogForwarder> forwarders) =>
        forwarders.ToDictionary(forwarder => forwarder.Target.Key, forwarder => forwarder.Cursor, StringComparer.Ordinal);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The output of app {App} is read again")]
    private partial void LogInterrupted(Exception exception, string app);

    [LoggerMessage(Level = LogLevel.Information, Message = "The logs of app {App} are forwarded by another process")]
    private partial void LogTakenOver(string app);
}
