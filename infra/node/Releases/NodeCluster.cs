using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pipelines.Clusters;
using Pipelines.Node.Ingress;
using Pipelines.Node.Instances;
using Pipelines.Node.Jobs;
using Pipelines.Node.Runtimes;
using Pipelines.Node.State;

namespace Pipelines.Node.Releases;

/// <summary>All apps of this node: what the API asks for, done.</summary>
internal sealed partial class NodeCluster(AppServices services, RoutingTable table, IngressMetrics metrics, JobRunner jobs, UsageSampler usage)
{
    private readonly ConcurrentDictionary<string, NodeApp> apps = new();
    private readonly SingleFlight<string, bool> deletions = new();
    private readonly Lock creation = new();

    public IEnumerable<NodeApp> Apps => apps.Values;

    /// <summary>Goes on where an earlier node was: adopts what runs, starts what should, removes what belongs to nothing.</summary>
    public async Task LoadAsync()
    {
        var instances = Directory.EnumerateFiles(services.Paths.Run, "*.json").Select(AtomicFile.Read<InstanceRecord>).OfType<InstanceRecord>().ToList();
        foreach (var directory in Directory.EnumerateDirectories(services.Paths.Apps))
        {
            if (AtomicFile.Read<AppRecord>(services.Paths.AppFile(Path.GetFileName(directory))) is { } record)
            {
                apps[record.Id] = new NodeApp(record, services);
            }
        }

        await Task.WhenAll(apps.Values.Select(app => app.ResumeAsync([.. instances.Where(each => each.AppId == app.Record.Id)])));
        Publish();
        foreach (var app in apps.Values)
        {
            jobs.Resume(app);
            if (app.Record.Deleting)
            {
                _ = DeleteAppAsync(app.Record.Id);
            }
        }

        await RemoveOrphansAsync(instances);
        services.Images.Begin(ImagesInUse);
        LogLoaded(services.Logger, apps.Count, instances.Count);
    }

    /// <summary>Keeps and starts a release.</summary>
    /// <exception cref="ClusterException">The release is refused.</exception>
    public async Task ApplyAsync(Release release, CancellationToken cancellation)
    {
        if (ReleaseRules.Check(release) is { } problem)
        {
            throw Refuse(problem);
        }

        if (!await GetOrAdd(release.AppId, release.AppName).ApplyAsync(release, cancellation))
        {
            throw Refuse("The app is being deleted.");
        }

        Publish();
    }

    /// <summary>Gives an app's traffic to a release.</summary>
    /// <exception cref="ClusterException">There is no such release.</exception>
    public async Task RouteAsync(string appId, string releaseId, CancellationToken cancellation)
    {
        if (!apps.TryGetValue(appId, out var app) || !await app.RouteAsync(releaseId, cancellation))
        {
            throw Refuse($"There is no release '{releaseId}' of that app to route to.");
        }

        Publish();
    }

    /// <summary>Drains, stops and forgets a release; returns when it is gone.</summary>
    /// <exception cref="ClusterException">The release has the traffic.</exception>
    public async Task RetireAsync(string appId, string releaseId, CancellationToken cancellation)
    {
        if (!apps.TryGetValue(appId, out var app) || app.Find(releaseId) is not { } release)
        {
            return;
        }

        if (!await app.BeginRetirementAsync(release, cancellation))
        {
            throw Refuse($"Release '{releaseId}' has the app's traffic and is not retired.");
        }

        await release.RetireAsync().WaitAsync(cancellation);
    }

    public IReadOnlyList<ReleaseStatus> ListReleases(string appId) =>
        apps.TryGetValue(appId, out var app) ? [.. app.Releases.Select(app.StatusOf)] : [];

    /// <summary>The status of a release now and after every change.</summary>
    public async IAsyncEnumerable<ReleaseStatus> WatchAsync(string appId, string releaseId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (apps.TryGetValue(appId, out var app) && app.Find(releaseId) is { } release)
        {
            var change = release.Changed.Next;
            yield return app.StatusOf(release);
            await change.WaitAsync(cancellation);
        }

        yield return new ReleaseStatus(appId, releaseId, ReleaseState.Absent, Routed: false, []);
    }

    public IReadOnlyList<InstanceStatus> ListInstances(string appId) => !apps.TryGetValue(appId, out var app) ? [] :
        [.. app.Releases.SelectMany(release => release.Instances).Where(instance => instance.Running).Select(usage.StatusOf)];

    /// <summary>What the running instances of all apps use.</summary>
    public IReadOnlyList<InstanceUsage> MeasureInstances() =>
        [.. apps.Values.SelectMany(app => app.Releases).SelectMany(release => release.Instances).Where(instance => instance.Running).Select(usage.UsageOf)];

    /// <summary>What the ingress has answered for each component of all apps.</summary>
    public IReadOnlyList<RequestUsage> MeasureRequests()
    {
        var ids = apps.Values.Where(app => app.Record.Name.Length > 0).GroupBy(app => app.Record.Name).ToDictionary(named => named.Key, named => named.First().Record.Id);
        return [.. metrics.Counts
            .Where(each => ids.ContainsKey(each.Key.App))
            .GroupBy(each => (each.Key.App, each.Key.Component))
            .Select(each => new RequestUsage
            {
                AppId = ids[each.Key.App],
                Component = each.Key.Component,
                Classes = [.. Enumerable.Range(1, LatencyBuckets.Classes).Select(number => each.Where(one => one.Key.Class == number).Sum(one => one.Value.Requests))],
                Buckets = [.. each.Select(one => one.Value.Buckets).Aggregate(new long[LatencyBuckets.Count], (all, one) => [.. all.Zip(one, (sum, more) => sum + more)])],
                Duration = TimeSpan.FromTicks(each.Sum(one => one.Value.Duration.Ticks)),
            })];
    }

    /// <summary>Finds an instance that runs, by its name.</summary>
    public Instance? FindInstance(string appId, string name) => !apps.TryGetValue(appId, out var app) ? null :
        app.Releases.SelectMany(release => release.Instances).FirstOrDefault(instance => instance.Running && instance.Record.Name == name);

    /// <summary>Runs a job, or finds its run.</summary>
    /// <exception cref="ClusterException">The job is refused.</exception>
    public Task<JobResult> RunJobAsync(JobRun run, CancellationToken cancellation) => ReleaseRules.Check(run) is { } problem
        ? throw Refuse(problem)
        : jobs.RunAsync(GetOrAdd(run.AppId, string.Empty), run, cancellation);

    /// <summary>Stops a job's run, or sees to it that it never begins; returns when the stop is under way.</summary>
    public Task CancelJobAsync(JobReference job) => jobs.CancelAsync(job);

    /// <summary>Stops everything of an app and forgets it; returns when it is gone.</summary>
    public Task DeleteAppAsync(string appId) => deletions.RunAsync(appId, () => DeleteNowAsync(appId));

    /// <summary>Ceases to look after anything; instances run on, or are stopped too.</summary>
    public async Task LeaveAsync(bool stopInstances)
    {
        await jobs.HaltAsync(null, stopInstances);
        if (stopInstances)
        {
            await Task.WhenAll(apps.Values.Select(app => app.StopInstancesAsync()));
        }

        foreach (var app in apps.Values)
        {
            await app.DisposeAsync();
        }

        if (stopInstances)
        {
            services.Runtime.Cgroups?.RemoveIfEmpty();
        }
    }

    private static ClusterException Refuse(string message) => new(new InstanceFailure(InstanceFailureReason.InternalError, null, message, []));

    // The apps as they are when it is their turn: another's change may have come since.
    private void Publish() => table.Publish(apps.Select(each => each.Value));

    private IEnumerable<string> ImagesInUse() =>
        [.. apps.Values.SelectMany(app => app.Releases).SelectMany(release => release.Spec.Components).Select(component => component.Image).OfType<string>(), .. jobs.ImagesInUse];

    private NodeApp GetOrAdd(string appId, string appName)
    {
        lock (creation)
        {
            if (apps.TryGetValue(appId, out var known))
            {
                return known;
            }

            Directory.CreateDirectory(services.Paths.App(appId), NodePaths.OwnerOnly);
            var record = new AppRecord { Id = appId, Name = appName };
            AtomicFile.Commit(services.Paths.AppFile(appId), record);
            return apps[appId] = new NodeApp(record, services);
        }
    }

    private async Task<bool> DeleteNowAsync(string appId)
    {
        if (!apps.TryGetValue(appId, out var app))
        {
            return false;
        }

        await app.MarkDeletingAsync();
        Publish();
        await jobs.DeleteAppAsync(appId);
        await app.DeleteAsync();
        apps.TryRemove(appId, out _);
        Publish();
        metrics.Forget(app.Record.Name);
        LogDeleted(services.Logger, app.Record.Name);
        return true;
    }

    private async Task RemoveOrphansAsync(List<InstanceRecord> instances)
    {
        foreach (var orphan in instances.Where(each => each.Job is null && (!apps.TryGetValue(each.AppId, out var app) || app.Find(each.ReleaseId) is null)))
        {
            await services.Instances.Launcher.CleanUpAsync(orphan);
            File.Delete(new InstanceFiles(services.Paths, orphan.Id).Record);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Found {Apps} apps and {Instances} instances")]
    private static partial void LogLoaded(ILogger logger, int apps, int instances);

    [LoggerMessage(Level = LogLevel.Information, Message = "App {App} is deleted")]
    private static partial void LogDeleted(ILogger logger, string app);
}
