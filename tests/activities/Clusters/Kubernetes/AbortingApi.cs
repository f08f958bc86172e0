using System.Text.Json.Nodes;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>A process that dies right after its call of a certain number has reached the cluster.</summary>
internal sealed class AbortingApi(IKubernetesApi api, int last) : IKubernetesApi
{
    private int calls;

    public async Task<ApiCatalog> GetCatalogAsync(CancellationToken cancellation = default) => await api.GetCatalogAsync(cancellation);

    public async Task<JsonObject> ApplyAsync(JsonObject manifest, bool force = false, bool dryRun = false, CancellationToken cancellation = default) =>
        Die(await Live(() => api.ApplyAsync(manifest, force, dryRun, cancellation)));

    public async Task<JsonObject> CreateAsync(JsonObject manifest, CancellationToken cancellation = default) => Die(await Live(() => api.CreateAsync(manifest, cancellation)));

    public async Task<JsonObject> PatchAsync(ResourceType type, string? space, string name, JsonObject patch, string? subresource = null, CancellationToken cancellation = default) =>
        Die(await Live(() => api.PatchAsync(type, space, name, patch, subresource, cancellation)));

    public async Task<JsonObject?> GetAsync(ResourceType type, string? space, string name, CancellationToken cancellation = default) =>
        Die(await Live(() => api.GetAsync(type, space, name, cancellation)));

    public IAsyncEnumerable<JsonObject> ListAsync(ResourceQuery query, CancellationToken cancellation = default) => api.ListAsync(query, cancellation);

    public async Task<bool> DeleteAsync(ResourceType type, string? space, string name, DeletePropagation propagation = DeletePropagation.Background, int? gracePeriodSeconds = null, string? uid = null, CancellationToken cancellation = default) =>
        Die(await Live(() => api.DeleteAsync(type, space, name, propagation, gracePeriodSeconds, uid, cancellation)));

    public IAsyncEnumerable<ResourceEvent> WatchAsync(ResourceQuery query, CancellationToken cancellation = default) => api.WatchAsync(query, cancellation);

    public IAsyncEnumerable<PodLogLine> ReadLogsAsync(PodLogQuery query, CancellationToken cancellation = default) => api.ReadLogsAsync(query, cancellation);

    public Task<IPodExec> ExecAsync(PodExecQuery query, CancellationToken cancellation = default) => api.ExecAsync(query, cancellation);

    // The dead call nothing more.
    private Task<T> Live<T>(Func<Task<T>> call) => Interlocked.Increment(ref calls) <= last ? call() : throw new AbortedException();

    private T Die<T>(T answer) => Volatile.Read(ref calls) < last ? answer : throw new AbortedException();
}
