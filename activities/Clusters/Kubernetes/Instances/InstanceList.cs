using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Watching;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Instances;

/// <summary>Lists the running pods of apps, with what they use where the cluster measures it.</summary>
internal sealed class InstanceList(IKubernetesApi api)
{
    private const string MetricsGroup = "metrics.k8s.io";

    /// <summary>Lists the running instances of an app.</summary>
    public async Task<IReadOnlyList<InstanceStatus>> ListAsync(string appId, CancellationToken cancellation)
    {
        var selector = $"{ManifestLabels.SelectApp(appId)},{ManifestLabels.Kind} in ({ManifestLabels.OfKind(ComponentKind.Service)},{ManifestLabels.OfKind(ComponentKind.Worker)})";
        var pods = await api.ListAsync(AppQueries.Pods(appId, selector), cancellation).ToListAsync(cancellation);
        var usage = pods.Count == 0 ? [] : await ReadUsageAsync(appId, selector, cancellation);
        return [.. pods
            .Where(pod => pod.Text("status", "phase") == "Running" && !pod.IsBeingDeleted())
            .OrderBy(pod => pod.NameOf(), StringComparer.Ordinal)
            .Select(pod => StatusOf(pod, usage.GetValueOrDefault(pod.NameOf())))];
    }

    private static InstanceStatus StatusOf(JsonObject pod, JsonObject? usage)
    {
        var container = pod.Items("status", "containerStatuses").FirstOrDefault(each => each.Text("name") == ManifestNames.Container);
        var limits = pod.Items("spec", "containers").FirstOrDefault(each => each.Text("name") == ManifestNames.Container).Section("resources", "limits");
        var used = usage.Items("containers").FirstOrDefault(each => each.Text("name") == ManifestNames.Container).Section("usage");
        return new InstanceStatus(
            pod.LabelOf(ManifestLabels.Release) ?? string.Empty,
            pod.LabelOf(ManifestLabels.Component) ?? string.Empty,
            pod.LabelOf(ManifestLabels.Kind) == ManifestLabels.OfKind(ComponentKind.Service) ? ComponentKind.Service : ComponentKind.Worker,
            pod.NameOf(),
            pod.Condition("Ready").Text("status") == "True",
            container.Moment("state", "running", "startedAt") ?? pod.Moment("status", "startTime") ?? default,
            container.Number("restartCount") ?? 0,
            Percent(used.Text("cpu"), limits.Text("cpu")),
            Percent(used.Text("memory"), limits.Text("memory")));
    }

    private static double? Percent(string? used, string? limit) =>
        Quantity.Parse(used) is { } part && Quantity.Parse(limit) is { } whole and > 0 ? 100 * part / whole : null;

    // Measuring is an add-on that a cluster may lack, or that may be down: then nothing is known.
    private async Task<Dictionary<string, JsonObject>> ReadUsageAsync(string appId, string selector, CancellationToken cancellation)
    {
        var catalog = await api.GetCatalogAsync(cancellation);
        if (catalog.Find(MetricsGroup, "PodMetrics") is not { } type)
        {
            return [];
        }

        try
        {
            return await api.ListAsync(new ResourceQuery(type, ManifestNames.OfApp(appId), selector), cancellation)
                .ToDictionaryAsync(metrics => metrics.NameOf(), StringComparer.Ordinal, cancellationToken: cancellation);
        }
        catch (KubernetesException)
        {
            return [];
        }
    }
}
