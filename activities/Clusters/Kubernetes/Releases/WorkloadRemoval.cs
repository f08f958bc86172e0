using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Watching;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Releases;

/// <summary>Removes objects of an app by their labels, and waits until the pods of those that run any have drained and ended.</summary>
internal sealed class WorkloadRemoval(IKubernetesApi api, TimeProvider time)
{
    private static readonly string[] s_workloads = ["Deployment", "Job", "HorizontalPodAutoscaler", "PodDisruptionBudget"];

    /// <summary>Whether pods come from objects of this type, or are counted by them: those go first.</summary>
    public static bool IsWorkload(ResourceType type) => s_workloads.Contains(type.Kind);

    /// <summary>Asks for the removal of all objects of some types. What owns pods goes after them, so that none is started again meanwhile.</summary>
    /// <param name="types">The types.</param>
    /// <param name="appId">The app.</param>
    /// <param name="selector">Which of its objects.</param>
    /// <param name="cancellation">Cancels the removal.</param>
    /// <param name="kept">Components whose objects stay.</param>
    public Task DeleteAsync(IEnumerable<ResourceType> types, string appId, string selector, CancellationToken cancellation, IReadOnlySet<string?>? kept = null) => Task.WhenAll(types.Select(async type =>
    {
        var query = new ResourceQuery(type, ManifestNames.OfApp(appId), selector);
        await foreach (var found in api.ListAsync(query, cancellation).Where(each => kept?.Contains(each.LabelOf(ManifestLabels.Component)) != true))
        {
            _ = await api.DeleteAsync(type, query.Namespace, found.NameOf(), DeletePropagation.Foreground, uid: found.UidOf(), cancellation: cancellation);
        }
    }));

    /// <summary>Waits until the last Deployment and the last pod are gone.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="selector">Which of its Deployments.</param>
    /// <param name="podSelector">Which of its pods.</param>
    /// <param name="until">The moment to wait no longer; null for none.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task AwaitEndAsync(string appId, string selector, string podSelector, DateTimeOffset? until, CancellationToken cancellation)
    {
        await using var mirrors = new ResourceMirrors(api, [AppQueries.Deployments(appId, selector), AppQueries.Pods(appId, podSelector)], time, cancellation);
        do
        {
            await mirrors.WaitAsync(until, cancellation);
        }
        while (mirrors[0].Resources.Count + mirrors[1].Resources.Count > 0 && !(time.GetUtcNow() >= until));
    }
}
