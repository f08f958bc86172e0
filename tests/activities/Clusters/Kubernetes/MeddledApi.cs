using System.Text.Json.Nodes;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>A cluster where somebody else does something right before a certain object is written for the first time.</summary>
internal sealed class MeddledApi(IKubernetesApi api, Predicate<JsonObject> before, Func<Task> meddle) : IKubernetesApi
{
    private int meddled;

    public bool HasMeddled => Volatile.Read(ref meddled) > 0;

    public Task<ApiCatalog> GetCatalogAsync(CancellationToken cancellation = default) => api.GetCatalogAsync(cancellation);

    public async Task<JsonObject> ApplyAsync(JsonObject manifest, bool force = false, bool dryRun = false, CancellationToken cancellation = default)
    {
        await MeddleAsync(manifest);
        return await api.ApplyAsync(manifest, force, dryRun, cancellation);
    }

    public async Task<JsonObject> CreateAsync(JsonObject manifest, CancellationToken cancellation = default)
    {
        await MeddleAsync(manifest);
        return await api.CreateAsync(manifest, cancellation);
    }

    public async Task<JsonObject> PatchAsync(ResourceType type, string? space, string name, JsonObject patch, string? subresource = null, CancellationToken cancellation = default)
    {
        await MeddleAsync(new JsonObject { ["kind"] = type.Kind, ["metadata"] = new JsonObject { ["name"] = name }, ["patch"] = patch.DeepClone() });
        return await api.PatchAsync(type, space, name, patch, subresource, cancellation);
    }

    public Task<JsonObject?> GetAsync(ResourceType type, string? space, string name, CancellationToken cancellation = default) => api.GetAsync(type, space, name, cancellation);

    public IAsyncEnumerable<JsonObject> ListAsync(ResourceQuery query, CancellationToken cancellation = default) => api.ListAsync(query, cancellation);

    public Task<bool> DeleteAsync(ResourceType type, string? space, string name, DeletePropagation propagation = DeletePropagation.Background, int? gracePeriodSeconds = null, string? uid = null, CancellationToken cancellation = default) =>
        api.DeleteAsync(type, space, name, propagation, gracePeriodSeconds, uid, cancellation);

    public IAsyncEnumerable<ResourceEvent> WatchAsync(ResourceQuery query, CancellationToken cancellation = default) => api.WatchAsync(query, cancellation);

    public IAsyncEnumerable<PodLogLine> ReadLogsAsync(PodLogQuery query, CancellationToken cancellation = default) => api.ReadLogsAsync(query, cancellation);

    public Task<IPodExec> ExecAsync(PodExecQuery query, CancellationToken cancellation = default) => api.ExecAsync(query, cancellation);

    private async Task MeddleAsync(JsonObject manifest)
    {
        if (before(manifest) && Interlocked.Exchange(ref meddled, 1) == 0)
        {
            await meddle();
        }
    }
}
