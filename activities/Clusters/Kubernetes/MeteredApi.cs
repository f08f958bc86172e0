using System.Text.Json.Nodes;
using Pipelines.Kubernetes;
using Pipelines.Storage;

namespace Pipelines.Activities.Clusters.Kubernetes;

/// <summary>Counts what has become durable at a cluster with the other commits of the platform, so that crash tests can end it right there.</summary>
internal sealed class MeteredApi(IKubernetesApi api) : IKubernetesApi
{
    private const string Store = "kubernetes";

    public Task<ApiCatalog> GetCatalogAsync(CancellationToken cancellation = default) => api.GetCatalogAsync(cancellation);

    public async Task<JsonObject> ApplyAsync(JsonObject manifest, bool force = false, bool dryRun = false, CancellationToken cancellation = default)
    {
        var applied = await api.ApplyAsync(manifest, force, dryRun, cancellation);
        return dryRun ? applied : Committed(applied);
    }

    public async Task<JsonObject> CreateAsync(JsonObject manifest, CancellationToken cancellation = default) => Committed(await api.CreateAsync(manifest, cancellation));

    public async Task<JsonObject> PatchAsync(ResourceType type, string? space, string name, JsonObject patch, string? subresource = null, CancellationToken cancellation = default) =>
        Committed(await api.PatchAsync(type, space, name, patch, subresource, cancellation));

    public Task<JsonObject?> GetAsync(ResourceType type, string? space, string name, CancellationToken cancellation = default) => api.GetAsync(type, space, name, cancellation);

    public IAsyncEnumerable<JsonObject> ListAsync(ResourceQuery query, CancellationToken cancellation = default) => api.ListAsync(query, cancellation);

    public async Task<bool> DeleteAsync(ResourceType type, string? space, string name, DeletePropagation propagation = DeletePropagation.Background, int? gracePeriodSeconds = null, string? uid = null, CancellationToken cancellation = default) =>
        Committed(await api.DeleteAsync(type, space, name, propagation, gracePeriodSeconds, uid, cancellation));

    public IAsyncEnumerable<ResourceEvent> WatchAsync(ResourceQuery query, CancellationToken cancellation = default) => api.WatchAsync(query, cancellation);

    public IAsyncEnumerable<PodLogLine> ReadLogsAsync(PodLogQuery query, CancellationToken cancellation = default) => api.ReadLogsAsync(query, cancellation);

    public Task<IPodExec> ExecAsync(PodExecQuery query, CancellationToken cancellation = default) => api.ExecAsync(query, cancellation);

    private static T Committed<T>(T result)
    {
        StorageMetrics.Committed(Store);
        return result;
    }
}
