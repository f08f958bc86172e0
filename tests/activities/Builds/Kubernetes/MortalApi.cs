using System.Text.Json.Nodes;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Tests.Builds.Kubernetes;

/// <summary>The API as a process has it that can be killed: from then on nothing it does reaches the cluster.</summary>
internal sealed class MortalApi(IKubernetesApi inner) : IKubernetesApi, IDisposable
{
    private readonly CancellationTokenSource death = new();

    public void Kill() => death.Cancel();

    public void Dispose() => death.Dispose();

    public Task<ApiCatalog> GetCatalogAsync(CancellationToken cancellation = default) => Alive().GetCatalogAsync(cancellation);

    public Task<JsonObject> ApplyAsync(JsonObject manifest, bool force = false, bool dryRun = false, CancellationToken cancellation = default) => Alive().ApplyAsync(manifest, force, dryRun, cancellation);

    public Task<JsonObject> CreateAsync(JsonObject manifest, CancellationToken cancellation = default) => Alive().CreateAsync(manifest, cancellation);

    public Task<JsonObject> PatchAsync(ResourceType type, string? space, string name, JsonObject patch, string? subresource = null, CancellationToken cancellation = default) =>
        Alive().PatchAsync(type, space, name, patch, subresource, cancellation);

    public Task<JsonObject?> GetAsync(ResourceType type, string? space, string name, CancellationToken cancellation = default) => Alive().GetAsync(type, space, name, cancellation);

    public IAsyncEnumerable<JsonObject> ListAsync(ResourceQuery query, CancellationToken cancellation = default) => Alive().ListAsync(query, cancellation);

    public Task<bool> DeleteAsync(ResourceType type, string? space, string name, DeletePropagation propagation = DeletePropagation.Background, int? gracePeriodSeconds = null, string? uid = null, CancellationToken cancellation = default) =>
        Alive().DeleteAsync(type, space, name, propagation, gracePeriodSeconds, uid, cancellation);

    public async IAsyncEnumerable<ResourceEvent> WatchAsync(ResourceQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, death.Token);
        await foreach (var change in inner.WatchAsync(query, end.Token))
        {
            yield return change;
        }
    }

    public async IAsyncEnumerable<PodLogLine> ReadLogsAsync(PodLogQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, death.Token);
        await foreach (var line in inner.ReadLogsAsync(query, end.Token))
        {
            yield return line;
        }
    }

    public Task<IPodExec> ExecAsync(PodExecQuery query, CancellationToken cancellation = default) => Alive().ExecAsync(query, cancellation);

    private IKubernetesApi Alive() => death.IsCancellationRequested ? throw new IOException("the process is dead") : inner;
}
