using System.Collections.Concurrent;
using Pipelines.Clusters;
using Pipelines.Node.Instances;
using Pipelines.Node.Networks;
using Pipelines.Node.Sites;
using Pipelines.Node.State;
using Pipelines.Storage;

namespace Pipelines.Node.Releases;

/// <summary>One app on this node: its network, its releases, and which of them has the traffic.</summary>
internal sealed partial class NodeApp : IAsyncDisposable
{
    private readonly AppServices services;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly AddressPool addresses = new();
    private readonly ConcurrentDictionary<string, NodeRelease> releases = new();
    private readonly ServiceProxy? proxy;
    private volatile AppRecord record;

    public NodeApp(AppRecord record, AppServices services)
    {
        this.record = record;
        this.services = services;
        if (services.Runtime.Networks)
        {
            Network = new AppNetwork(services.Names.Network(record.Id));
            proxy = new ServiceProxy(Network, services.Namespaces, new ServiceResolver(ReleasesFor, services.Connector), services.Logger);
        }
    }

    public AppRecord Record => record;

    public AppNetwork? Network { get; }

    /// <summary>Gets the release that has the traffic; null for none.</summary>
    public NodeRelease? Routed => record.Routed is { } id ? releases.GetValueOrDefault(id) : null;

    /// <summary>Gets the release that had the traffic before; null for none. It may be retiring.</summary>
    public NodeRelease? Standby => record.Standby is { } id ? releases.GetValueOrDefault(id) : null;

    public IEnumerable<NodeRelease> Releases => releases.Values;

    public NodeRelease? Find(string releaseId) => releases.GetValueOrDefault(releaseId);

    public ReleaseStatus StatusOf(NodeRelease release) => release.Status(record.Routed == release.Spec.Id);

    /// <summary>Takes over what an earlier node has kept, and goes on with it.</summary>
    public async Task ResumeAsync(IReadOnlyList<InstanceRecord> instances)
    {
        foreach (var instance in instances)
        {
            addresses.Reserve(instance.Address);
        }

        foreach (var file in Directory.Exists(services.Paths.Releases(record.Id)) ? Directory.EnumerateFiles(services.Paths.Releases(record.Id), "*.json") : [])
        {
            if (AtomicFile.Read<ReleaseRecord>(file) is { } kept)
            {
                Add(kept, file);
            }
        }

        await Task.WhenAll(releases.Values.Select(release => BringUpAsync(release, instances)));
        foreach (var release in releases.Values.Where(each => each.Record.Retiring))
        {
            _ = release.RetireAsync();
        }
    }

    /// <summary>Keeps a release and starts it; one that is kept already is left as it is.</summary>
    /// <returns>False for an app that is being deleted.</returns>
    public async Task<bool> ApplyAsync(Release release, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            if (record.Deleting || releases.ContainsKey(release.Id))
            {
                return !record.Deleting;
            }

            Directory.CreateDirectory(services.Paths.Releases(record.Id), NodePaths.OwnerOnly);
            SaveApp(record with { Name = release.AppName, Services = PrivateAddresses.Assign(record.Services, release) });
            var path = services.Paths.Release(record.Id, release.Id);
            var kept = new ReleaseRecord { Release = release };
            AtomicFile.Commit(path, kept);
            var added = Add(kept, path);
            added.Startup = Task.Run(() => BringUpAsync(added, []), CancellationToken.None);
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Gives all traffic to a release. The caller publishes it to the ingress.</summary>
    /// <returns>False for an unknown or retiring release, and for an app that is being deleted.</returns>
    public async Task<bool> RouteAsync(string releaseId, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            if (!releases.TryGetValue(releaseId, out var release) || release.Record.Retiring || record.Deleting)
            {
                return false;
            }

            var before = Routed;
            if (record.Routed != releaseId)
            {
                SaveApp(record with { Routed = releaseId, Standby = record.Routed, Name = release.Spec.AppName });
            }

            release.Changed.Raise();
            before?.Changed.Raise();
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Begins to drain and stop a release: from here on it is not given the traffic.</summary>
    /// <returns>False for the release that has the traffic.</returns>
    public async Task<bool> BeginRetirementAsync(NodeRelease release, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            if (record.Routed != release.Spec.Id)
            {
                release.MarkRetiring();
            }

            return record.Routed != release.Spec.Id;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Marks the app as to be deleted, whatever dies from now on: no release comes, none is given the traffic.</summary>
    public async Task MarkDeletingAsync()
    {
        await gate.WaitAsync();
        try
        {
            SaveApp(record with { Deleting = true, Routed = null });
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Stops and removes everything of the app.</summary>
    public async Task DeleteAsync()
    {
        await Task.WhenAll(releases.Values.Select(release => release.RetireAsync()));
        if (proxy is not null)
        {
            await proxy.DisposeAsync();
        }

        if (Network is not null)
        {
            services.Egress.Delete(Network);
            await Network.DeleteAsync();
        }

        services.Logs.DeleteApp(record.Id);
        Directory.Delete(services.Paths.App(record.Id), recursive: true);
        StorageMetrics.Committed("node");
    }

    /// <summary>Stops every instance and keeps what is desired, for the next start.</summary>
    public async Task StopInstancesAsync()
    {
        await Task.WhenAll(releases.Values.SelectMany(release => release.Instances).Select(instance => instance.StopAsync(GraceOf(instance))));
        if (Network is not null)
        {
            services.Egress.Delete(Network);
            await Network.DeleteAsync();
        }
    }

    /// <summary>Plans an instance in the app's network.</summary>
    public (InstanceRecord Record, InstancePlan Plan) Plan(string releaseId, ReleaseComponent component, string name, string? job = null)
    {
        var address = Network is null ? 0 : addresses.Take();
        var instance = new InstanceRecord
        {
            Id = NodeNames.InstanceId(record.Id, name),
            AppId = record.Id,
            ReleaseId = releaseId,
            Component = component.Name,
            Kind = component.Kind,
            Name = name,
            Job = job,
            Address = address,
            HostPort = Network is null ? AddressPool.TakeHostPort() : 0,
            Namespace = Network is null ? null : services.Names.Network(record.Id, address),
            Runtime = services.Runtime.Instances.Name,
        };
        return (instance, PlanOf(component));
    }

    /// <summary>The network a component of the app runs in.</summary>
    public InstancePlan PlanOf(ReleaseComponent component) => new(component, Network, Hosts());

    /// <summary>Gives an instance's address back.</summary>
    public void Return(InstanceRecord instance) => addresses.Return(instance.Address);

    /// <summary>Makes the app's network ready for instances.</summary>
    public async Task PrepareNetworkAsync()
    {
        if (Network is not null && proxy is not null)
        {
            await Network.EnsureAsync(CancellationToken.None);
            await Task.WhenAll(
                proxy.ListenAsync([.. releases.Values.SelectMany(each => PrivateAddresses.Of(record.Services, each.Spec)).Distinct()], CancellationToken.None),
                services.Egress.EnsureAsync(Network, CancellationToken.None));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(releases.Values.SelectMany(release => release.Instances).Select(instance => instance.LeaveAsync()));
        if (proxy is not null)
        {
            await proxy.DisposeAsync();
        }

        foreach (var instance in releases.Values.SelectMany(release => release.Instances))
        {
            instance.Dispose();
        }

        foreach (var upstream in releases.Values.Where(each => !each.Record.Retiring).SelectMany(release => release.Upstreams))
        {
            upstream.Dispose();
        }

        Network?.Dispose();
        gate.Dispose();
    }

    private static TimeSpan GraceOf(Instance instance) => TimeSpan.FromSeconds(instance.Component.GracePeriodSeconds);

    private NodeRelease Add(ReleaseRecord kept, string path) =>
        releases[kept.Release.Id] = new NodeRelease(kept, path, RetireAsync);

    private async Task BringUpAsync(NodeRelease release, IReadOnlyList<InstanceRecord> found)
    {
        try
        {
            if (release.Components.Values.Any(each => each.RunsHere))
            {
                await PrepareNetworkAsync();
            }

            foreach (var component in release.Components.Values.Where(each => each.Upstream is null))
            {
                await BringUpAsync(release, component, found);
            }

            release.NoteHealth();
            release.Changed.Raise();
        }
        catch (Exception exception)
        {
            LogBroken(services.Logger, exception, release.Spec.AppName, release.Spec.Id);
            var failure = new InstanceFailure(InstanceFailureReason.InternalError, null, "The node cannot start the release; its log says why.", []);
            release.Fail(release.Spec.Components[0].Name, failure, final: true);
        }
    }

    private async Task BringUpAsync(NodeRelease release, NodeComponent component, IReadOnlyList<InstanceRecord> found)
    {
        if (component.IsSite)
        {
            await BringUpSiteAsync(release, component);
            return;
        }

        var start = !release.Record.Retiring && !release.Record.Failed.Contains(component.Spec.Name);
        component.Instances = [.. Enumerable.Range(0, component.Spec.InstanceCount).Select(index => CreateInstance(release, component.Spec, index, found))];
        foreach (var instance in component.Instances)
        {
            instance.Begin(start);
        }
    }

    private async Task BringUpSiteAsync(NodeRelease release, NodeComponent component)
    {
        // What was found once is there: no start of the node waits for a blob store elsewhere, or fails what it served.
        component.SiteLoaded = release.Record.WasHealthy;
        if (!component.SiteLoaded && await FindSiteAsync(component.Spec) is { } problem)
        {
            release.Fail(component.Spec.Name, new InstanceFailure(InstanceFailureReason.ImageUnavailable, null, problem, []), final: true);
            return;
        }

        component.SiteLoaded = true;
    }

    /// <summary>Looks for a site's files.</summary>
    /// <returns>Null when they are there, else what is wrong.</returns>
    private async Task<string?> FindSiteAsync(ReleaseComponent site)
    {
        try
        {
            return await services.Sites.LoadAsync(site.SiteDigest, CancellationToken.None) is null ? "The site's files are not in the blob store." : null;
        }
        catch (SiteStoreException exception)
        {
            LogUnreachable(services.Logger, exception, record.Name, site.Name);
            return exception.Message;
        }
    }

    private Instance CreateInstance(NodeRelease release, ReleaseComponent component, int index, IReadOnlyList<InstanceRecord> found)
    {
        var name = NodeNames.Instance(component.Name, release.Spec.Id, index);
        var id = NodeNames.InstanceId(record.Id, name);
        if (found.FirstOrDefault(each => each.Id == id) is { } known)
        {
            return new Instance(known, PlanOf(component), release, services.Instances);
        }

        var (planned, plan) = Plan(release.Spec.Id, component, name);
        return new Instance(planned, plan, release, services.Instances);
    }

    private async Task RetireAsync(NodeRelease release)
    {
        release.MarkRetiring();
        await release.Startup;
        await Task.WhenAll([
            .. release.Instances.Select(RetireAsync),
            .. release.Upstreams.Select(upstream => upstream.RetireAsync(DrainOf(upstream.Component), services.Instances.Time))]);
        releases.TryRemove(release.Spec.Id, out _);
        release.Forget();
        services.Images.Request(release.Spec.Components.Select(component => component.Image).OfType<string>());
        LogRetired(services.Logger, record.Name, release.Spec.Id);
    }

    private TimeSpan DrainOf(ReleaseComponent component) => record.Deleting ? TimeSpan.Zero : TimeSpan.FromSeconds(component.DrainSeconds);

    private async Task RetireAsync(Instance instance)
    {
        await Task.WhenAny(instance.Gate.CloseAsync(), Task.Delay(DrainOf(instance.Component), services.Instances.Time));
        await instance.StopAsync(GraceOf(instance));
        addresses.Return(instance.Record.Address);
        instance.Dispose();
    }

    private Dictionary<string, string> Hosts() => Network is null
        ? []
        : record.Services.ToDictionary(each => each.Key, each => AddressPlan.Service(each.Value).ToString());

    private IEnumerable<NodeRelease> ReleasesFor(int callerIndex)
    {
        var own = releases.Values.FirstOrDefault(release => release.Instances.Any(instance => instance.Record.Address == callerIndex));
        var routed = Routed;
        return new[] { own, routed }.OfType<NodeRelease>().Concat(releases.Values.Where(each => each != own && each != routed)).Take(2);
    }

    private void SaveApp(AppRecord next)
    {
        if (next != record)
        {
            AtomicFile.Commit(services.Paths.AppFile(next.Id), next);
            record = next;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "App {App}: release {Release} cannot be started")]
    private static partial void LogBroken(ILogger logger, Exception exception, string app, string release);

    [LoggerMessage(Level = LogLevel.Warning, Message = "App {App}: the files of site {Site} cannot be read now")]
    private static partial void LogUnreachable(ILogger logger, Exception exception, string app, string site);

    [LoggerMessage(Level = LogLevel.Information, Message = "App {App}: release {Release} is retired")]
    private static partial void LogRetired(ILogger logger, string app, string release);
}
