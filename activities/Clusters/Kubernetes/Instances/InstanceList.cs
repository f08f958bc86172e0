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
        var usage = pods.Count == 0 ? [] : await ReadUsageAsync(ManifestNames.OfApp(appId), selector, cancellation);
        return [.. pods
            .Where(pod => pod.Text("status", "phase") == "Running" && !pod.IsBeingDeleted())
            .OrderBy(pod => pod.NameOf(), StringComparer.Ordinal)
            .Select(pod => StatusOf(pod, usage.GetValueOrDefault(KeyOf(pod))))];
    }

    /// <summary>Tells what the running instances of all apps use: one list of pods, one of what they use.</summary>
    public async Task<IReadOnlyList<InstanceUsage>> MeasureAsync(CancellationToken cancellation)
    {
        const string Selector = $"{ManifestLabels.ManagedBy}={ManifestLabels.Platform},{ManifestLabels.App},{ManifestLabels.Kind}";
        var usage = await ReadUsageAsync(null, Selector, cancellation);
        var measured = new List<InstanceUsage>();
        await foreach (var pod in api.ListAsync(new ResourceQuery(CoreTypes.Pod, null, Selector), cancellation))
        {
            if (pod.Text("status", "phase") == "Running" && !pod.IsBeingDeleted() && pod.LabelOf(ManifestLabels.Kind) != ManifestLabels.OfKind(ComponentKind.Job))
            {
                measured.Add(UsageOf(pod, usage.GetValueOrDefault(KeyOf(pod))));
            }
        }

        return measured;
    }

    private static InstanceUsage UsageOf(JsonObject pod, JsonObject? usage)
    {
        var limits = LimitsOf(pod);
        var used = UsedBy(usage);
        var status = StatusOf(pod, usage);
        return new InstanceUsage
        {
            AppId = pod.LabelOf(ManifestLabels.App) ?? string.Empty,
            Component = status.Component,
            Kind = status.Kind,
            Name = status.Name,
            StartedAt = status.StartedAt,
            Restarts = status.Restarts,
            CpuPercent = status.CpuPercent,
            MemoryBytes = (long?)Quantity.Parse(used.Text("memory")),
            MemoryLimitBytes = (long?)Quantity.Parse(limits.Text("memory")),
        };
    }

    private static JsonObject? LimitsOf(JsonObject pod) =>
        pod.Items("spec", "containers").FirstOrDefault(each => each.Text("name") == ManifestNames.Container).Section("resources", "limits");

    private static JsonObject? UsedBy(JsonObject? usage) =>
        usage.Items("containers").FirstOrDefault(each => each.Text("name") == ManifestNames.Container).Section("usage");

    private static string KeyOf(JsonObject resource) => $"{resource.Text("metadata", "namespace")}/{resource.NameOf()}";

    private static InstanceStatus StatusOf(JsonObject pod, JsonObject? usage)
    {
        var container = pod.Items("status", "containerStatuses").FirstOrDefault(each => each.Text("name") == ManifestNames.Container);
        var limits = LimitsOf(pod);
        var used = UsedBy(usage);
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
    private async Task<Dictionary<string, JsonObject>> ReadUsageAsync(string? space, string selector, CancellationToken cancellation)
    {
        var catalog = await api.GetCatalogAsync(cancellation);
        if (catalog.Find(MetricsGroup, "PodMetrics") is not { } type)
        {
            return [];
        }

        try
        {
            return await api.ListAsync(new ResourceQuery(type, space, selector), cancellation)
                .ToDictionaryAsync(KeyOf, StringComparer.Ordinal, cancellationToken: cancellation);
        }
        catch (KubernetesException)
        {
            return [];
        }
    }
}
