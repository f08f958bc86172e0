using Microsoft.Extensions.Logging;
using Pipelines.Activities.Clusters.Kubernetes.Applying;
using Pipelines.Activities.Clusters.Kubernetes.Edge;
using Pipelines.Activities.Clusters.Kubernetes.Instances;
using Pipelines.Activities.Clusters.Kubernetes.Jobs;
using Pipelines.Activities.Clusters.Kubernetes.Logs;
using Pipelines.Activities.Clusters.Kubernetes.Records;
using Pipelines.Activities.Clusters.Kubernetes.Releases;
using Pipelines.Activities.Clusters.Kubernetes.Shells;
using Pipelines.Activities.Clusters.Kubernetes.Traffic;
using Pipelines.Activities.Clusters.Kubernetes.Watching;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes;

/// <summary>
/// A Kubernetes cluster: a namespace for each app, in it the releases side by side. All state is the cluster's own, the
/// driver's notes included: whoever calls again, in whatever process, goes on where the last call was.
/// </summary>
public sealed partial class KubernetesCluster : ICluster, IUsageMeter, IInstanceShells
{
    private readonly KubernetesOptions options;
    private readonly RendererSource renderers;
    private readonly PlatformEdge edge;
    private readonly ReleaseApplier applier;
    private readonly ReleaseWatcher watcher;
    private readonly TrafficRouter router;
    private readonly ReleaseRetirer retirer;
    private readonly AppDeleter deleter;
    private readonly JobRunner jobs;
    private readonly InstanceLogs logs;
    private readonly InstanceList instances;
    private readonly IUsageMeter? ingress;
    private readonly InstanceShells shells;
    private volatile object? gateway;

    /// <summary>Initializes a new instance of the <see cref="KubernetesCluster"/> class.</summary>
    /// <param name="api">The cluster's API.</param>
    /// <param name="node">The platform's own node, whose ingress serves static sites, and all apps where the cluster has no gateway.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="time">The clock that waits go by.</param>
    /// <param name="loggers">Makes the loggers.</param>
    public KubernetesCluster(IKubernetesApi api, ICluster node, KubernetesOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        this.options = options;
        api = new MeteredApi(api);
        renderers = new RendererSource(api, options);
        edge = new PlatformEdge(node);
        var records = new RecordStore(api);
        var objects = new ObjectApplier(api, loggers.CreateLogger<ObjectApplier>());
        domains = node as IDomainEdge;
        certificates = new CertificateSecrets(api, objects, options);
        var removal = new WorkloadRemoval(api, time);
        deleter = new AppDeleter(api, options, renderers, edge, certificates, removal, time, loggers.CreateLogger<AppDeleter>());
        applier = new ReleaseApplier(api, objects, renderers, records, edge, deleter);
        watcher = new ReleaseWatcher(api, edge, time);
        router = new TrafficRouter(
            api,
            objects,
            renderers,
            records,
            edge,
            new EndpointWait(api, time, loggers.CreateLogger<EndpointWait>()),
            new LeftoverPruner(api, renderers, records, time),
            loggers.CreateLogger<TrafficRouter>());
        retirer = new ReleaseRetirer(api, renderers, records, edge, removal);
        jobs = new JobRunner(api, objects, renderers, records, time);
        logs = new InstanceLogs(api, time, loggers.CreateLogger<InstanceLogs>());
        instances = new InstanceList(api);
        ingress = node as IUsageMeter;
        shells = new InstanceShells(api, loggers.CreateLogger<InstanceShells>());
        gateway = options.Gateway == GatewayKind.Auto ? null : options.Gateway;
    }

    /// <inheritdoc/>
    public Task ApplyAsync(Release release, CancellationToken cancellation = default) => applier.ApplyAsync(release, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<ReleaseStatus> WatchReleaseAsync(string appId, string releaseId, CancellationToken cancellation = default) =>
        watcher.WatchAsync(appId, releaseId, cancellation);

    /// <inheritdoc/>
    public Task RouteAsync(string appId, string releaseId, CancellationToken cancellation = default) => router.RouteAsync(appId, releaseId, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReleaseStatus>> ListReleasesAsync(string appId, CancellationToken cancellation = default) => watcher.ListAsync(appId, cancellation);

    /// <inheritdoc/>
    public Task RetireAsync(string appId, string releaseId, CancellationToken cancellation = default) => retirer.RetireAsync(appId, releaseId, cancellation);

    /// <inheritdoc/>
    public Task<JobResult> RunJobAsync(JobRun job, CancellationToken cancellation = default) => jobs.RunAsync(job, cancellation);

    /// <inheritdoc/>
    public Task CancelJobAsync(JobReference job, CancellationToken cancellation = default) => jobs.CancelAsync(job, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<InstanceLogLine> ReadLogsAsync(InstanceLogQuery query, CancellationToken cancellation = default) => logs.ReadAsync(query, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstanceStatus>> ListInstancesAsync(string appId, CancellationToken cancellation = default) => instances.ListAsync(appId, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstanceUsage>> MeasureInstancesAsync(CancellationToken cancellation = default) => instances.MeasureAsync(cancellation);

    /// <inheritdoc/>
    /// <remarks>Where the cluster has a gateway of its own only static sites come through the platform's ingress.</remarks>
    public Task<IReadOnlyList<RequestUsage>?> MeasureRequestsAsync(CancellationToken cancellation = default) =>
        ingress?.MeasureRequestsAsync(cancellation) ?? Task.FromResult<IReadOnlyList<RequestUsage>?>(null);

    /// <inheritdoc/>
    public Task<IShellSession> OpenShellAsync(ShellRequest request, CancellationToken cancellation = default) => shells.OpenAsync(request, cancellation);

    /// <inheritdoc/>
    public Task DeleteAppAsync(string appId, CancellationToken cancellation = default) => deleter.DeleteAsync(appId, cancellation);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">What stands at the cluster's edge is not configured and not known yet.</exception>
    public Uri GetDefaultUrl(string appName) => gateway switch
    {
        null => throw new InvalidOperationException("The cluster has not answered yet: what serves apps at its edge is not known."),
        GatewayKind.Platform => edge.GetDefaultUrl(appName),
        _ => new UriBuilder(Uri.UriSchemeHttp, $"{appName}.{options.Domain}").Uri,
    };

    /// <summary>Finds out what the cluster serves, and whether what is configured is there.</summary>
    /// <exception cref="InvalidOperationException">What is configured is not there.</exception>
    public async Task ConnectAsync(CancellationToken cancellation = default) => gateway = (await renderers.GetProfileAsync(cancellation)).Gateway;
}
