using System.Text.Json.Nodes;

namespace Pipelines.Kubernetes;

/// <summary>
/// One cluster's API, as far as the platform uses it. Objects are plain documents. Every call retries what is safe to
/// repeat for up to two minutes, honouring Retry-After, and fails with <see cref="KubernetesException"/> when the server
/// refuses it or cannot be reached. A watch goes on trying for as long as its token allows.
/// </summary>
public interface IKubernetesApi
{
    /// <summary>Tells what the cluster serves; asked once and then again every few minutes.</summary>
    Task<ApiCatalog> GetCatalogAsync(CancellationToken cancellation = default);

    /// <summary>Applies an object (server-side apply) as the platform's field manager.</summary>
    /// <param name="manifest">The object: apiVersion, kind, metadata and whatever fields the platform wants to own.</param>
    /// <param name="force">Whether to take over fields that another manager owns; else such a conflict fails with status 409 and names them.</param>
    /// <param name="dryRun">Whether the server only says what would become of it.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The object as it is now.</returns>
    Task<JsonObject> ApplyAsync(JsonObject manifest, bool force = false, bool dryRun = false, CancellationToken cancellation = default);

    /// <summary>Creates an object that must not exist yet; status 409 when it does.</summary>
    Task<JsonObject> CreateAsync(JsonObject manifest, CancellationToken cancellation = default);

    /// <summary>Changes an object by a JSON merge patch (RFC 7396), of the object or of one of its subresources.</summary>
    Task<JsonObject> PatchAsync(ResourceType type, string? space, string name, JsonObject patch, string? subresource = null, CancellationToken cancellation = default);

    /// <summary>Reads an object; null when it does not exist.</summary>
    Task<JsonObject?> GetAsync(ResourceType type, string? space, string name, CancellationToken cancellation = default);

    /// <summary>Lists objects in chunks.</summary>
    IAsyncEnumerable<JsonObject> ListAsync(ResourceQuery query, CancellationToken cancellation = default);

    /// <summary>Deletes an object.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="space">Its namespace; null for types without.</param>
    /// <param name="name">Its name.</param>
    /// <param name="propagation">What becomes of what it owns.</param>
    /// <param name="gracePeriodSeconds">The time its containers have to end; null for their own.</param>
    /// <param name="uid">Only the object with this uid; null for whichever has the name.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>False when there was none.</returns>
    Task<bool> DeleteAsync(ResourceType type, string? space, string name, DeletePropagation propagation = DeletePropagation.Background, int? gracePeriodSeconds = null, string? uid = null, CancellationToken cancellation = default);

    /// <summary>
    /// Watches objects: <see cref="ResourceEventType.Reset"/>, each object that exists, <see cref="ResourceEventType.Synced"/>,
    /// then every change until cancelled. Connections that drop are resumed where they were; a place that the server no
    /// longer knows (410 Gone) begins again with <see cref="ResourceEventType.Reset"/>.
    /// </summary>
    IAsyncEnumerable<ResourceEvent> WatchAsync(ResourceQuery query, CancellationToken cancellation = default);

    /// <summary>Reads a container's output. Ends when there is no more, or, when following, when the container has ended.</summary>
    IAsyncEnumerable<PodLogLine> ReadLogsAsync(PodLogQuery query, CancellationToken cancellation = default);

    /// <summary>Runs a program in a container that runs, at a terminal. Never tried twice: it may have begun.</summary>
    /// <exception cref="KubernetesException">The server refuses it, or cannot be reached.</exception>
    Task<IPodExec> ExecAsync(PodExecQuery query, CancellationToken cancellation = default);
}
