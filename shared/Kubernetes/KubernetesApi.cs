using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Exceptions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.Kubernetes.Connections;
using Pipelines.Kubernetes.Discovery;
using Pipelines.Kubernetes.Listing;
using Pipelines.Kubernetes.PodExecs;
using Pipelines.Kubernetes.PodLogs;
using Pipelines.Kubernetes.Requests;
using Pipelines.Kubernetes.Watching;

namespace Pipelines.Kubernetes;

/// <summary>One cluster's API over HTTP. Safe to use by many at once.</summary>
public sealed class KubernetesApi : IKubernetesApi, IDisposable
{
    /// <summary>The name under which the platform owns fields.</summary>
    public const string FieldManager = "pipelines";

    private readonly ApiConnection connection;
    private readonly ApiRequests requests;
    private readonly ApiDiscovery discovery;
    private readonly KubernetesLimits limits;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    internal KubernetesApi(KubernetesClientConfiguration configuration, KubernetesLimits limits, TimeProvider time, ILogger logger)
    {
        this.limits = limits;
        this.time = time;
        this.logger = logger;
        connection = new ApiConnection(configuration);
        Server = connection.Server;
        Context = configuration.CurrentContext;
        requests = new ApiRequests(connection, limits, time, logger);
        discovery = new ApiDiscovery(requests, limits, time, logger);
    }

    /// <summary>Gets the address of the API server.</summary>
    public Uri Server { get; }

    /// <summary>Gets the context of the kubeconfig; null without one.</summary>
    public string? Context { get; }

    /// <summary>Connects to a cluster. Nothing is asked of it yet.</summary>
    /// <param name="options">Which cluster.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Where retries and resumed watches are told; null for nowhere.</param>
    /// <exception cref="KubeConfigException">The kubeconfig cannot be used; the message names file and field.</exception>
    public static KubernetesApi Connect(KubernetesConnectionOptions options, TimeProvider? time = null, ILogger<KubernetesApi>? logger = null) =>
        new(ConnectionConfiguration.Load(options), new KubernetesLimits(), time ?? TimeProvider.System, logger ?? NullLogger<KubernetesApi>.Instance);

    /// <inheritdoc/>
    public Task<ApiCatalog> GetCatalogAsync(CancellationToken cancellation = default) => discovery.GetAsync(cancellation);

    /// <inheritdoc/>
    public async Task<JsonObject> ApplyAsync(JsonObject manifest, bool force = false, bool dryRun = false, CancellationToken cancellation = default)
    {
        var target = await ManifestTarget.FindAsync(manifest, discovery, cancellation);
        var path = ApiPath.WithQuery(
            ApiPath.Of(target.Type, target.Namespace, target.Name),
            ("fieldManager", FieldManager),
            ("force", force ? "true" : null),
            ("dryRun", dryRun ? "All" : null),
            ("fieldValidation", "Strict"));
        return await requests.ReadAsync(
            new ApiRequest(HttpMethod.Patch, path, $"apply {target}")
            {
                ContentType = "application/apply-patch+yaml",
                Body = Bytes(manifest),
                Secrets = ManifestSecrets.Find(target.Type, manifest),
                RetriesConflicts = !target.IsConditional,
            },
            cancellation);
    }

    /// <inheritdoc/>
    public async Task<JsonObject> CreateAsync(JsonObject manifest, CancellationToken cancellation = default)
    {
        var target = await ManifestTarget.FindAsync(manifest, discovery, cancellation);
        var path = ApiPath.WithQuery(ApiPath.Of(target.Type, target.Namespace), ("fieldManager", FieldManager), ("fieldValidation", "Strict"));
        return await requests.ReadAsync(
            new ApiRequest(HttpMethod.Post, path, $"create {target}")
            {
                ContentType = "application/json",
                Body = Bytes(manifest),
                Secrets = ManifestSecrets.Find(target.Type, manifest),
                IsRepeatable = false,
                RetriesConflicts = true,
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task<JsonObject> PatchAsync(ResourceType type, string? space, string name, JsonObject patch, string? subresource = null, CancellationToken cancellation = default)
    {
        var path = ApiPath.WithQuery(ApiPath.Of(type, space, name, subresource), ("fieldManager", FieldManager));
        var isConditional = patch["metadata"]?["resourceVersion"] is not null;
        return requests.ReadAsync(
            new ApiRequest(HttpMethod.Patch, path, $"patch {Describe(type, space, name)}")
            {
                ContentType = "application/merge-patch+json",
                Body = Bytes(patch),
                Secrets = ManifestSecrets.Find(type, patch),
                IsRepeatable = !isConditional,
                RetriesConflicts = !isConditional,
            },
            cancellation);
    }

    /// <inheritdoc/>
    public async Task<JsonObject?> GetAsync(ResourceType type, string? space, string name, CancellationToken cancellation = default)
    {
        try
        {
            return await requests.ReadAsync(new ApiRequest(HttpMethod.Get, ApiPath.Of(type, space, name), $"get {Describe(type, space, name)}"), cancellation);
        }
        catch (KubernetesException exception) when (exception.StatusCode == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JsonObject> ListAsync(ResourceQuery query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var listing = new ResourceListing(requests, limits, query);
        while (await listing.NextOfAnyVersionAsync(cancellation) is { } items)
        {
            foreach (var item in items)
            {
                yield return item;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(ResourceType type, string? space, string name, DeletePropagation propagation = DeletePropagation.Background, int? gracePeriodSeconds = null, string? uid = null, CancellationToken cancellation = default)
    {
        var request = new ApiRequest(HttpMethod.Delete, ApiPath.Of(type, space, name), $"delete {Describe(type, space, name)}")
        {
            ContentType = "application/json",
            Body = Bytes(DeleteOptions(propagation, gracePeriodSeconds, uid)),
        };
        try
        {
            await requests.ReadAsync(request, cancellation);
            return true;
        }
        catch (KubernetesException exception) when (exception.StatusCode == 404)
        {
            // Gone: by us, when an earlier try was not answered.
            return request.MayBeDone;
        }
        catch (KubernetesException exception) when (exception.StatusCode == 409 && uid is not null && exception.Message.Contains("UID", StringComparison.OrdinalIgnoreCase))
        {
            // Another object has the name now.
            return request.MayBeDone;
        }
        catch (KubernetesException exception) when (exception.StatusCode == 409 && type is { Group: "", Kind: "Namespace" })
        {
            // Servers before 1.21 refuse to delete a namespace that is being deleted.
            return true;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ResourceEvent> WatchAsync(ResourceQuery query, CancellationToken cancellation = default) =>
        new ResourceWatch(requests, limits, query, time, logger).RunAsync(cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<PodLogLine> ReadLogsAsync(PodLogQuery query, CancellationToken cancellation = default) =>
        new PodLogReader(requests, limits, query, time).ReadAsync(cancellation);

    /// <inheritdoc/>
    public async Task<IPodExec> ExecAsync(PodExecQuery query, CancellationToken cancellation = default) =>
        new PodExec(await connection.ExecAsync(query, cancellation));

    /// <inheritdoc/>
    public void Dispose()
    {
        discovery.Dispose();
        connection.Dispose();
    }

    private static JsonObject DeleteOptions(DeletePropagation propagation, int? gracePeriodSeconds, string? uid)
    {
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = propagation.ToString() };
        if (gracePeriodSeconds is { } seconds)
        {
            options["gracePeriodSeconds"] = seconds;
        }

        if (uid is not null)
        {
            options["preconditions"] = new JsonObject { ["uid"] = uid };
        }

        return options;
    }

    private static string Describe(ResourceType type, string? space, string name) =>
        type.IsNamespaced ? $"{type.ApiVersion} {type.Kind} {space}/{name}" : $"{type.ApiVersion} {type.Kind} {name}";

    private static byte[] Bytes(JsonObject document) => Encoding.UTF8.GetBytes(document.ToJsonString());
}
