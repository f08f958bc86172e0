using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Observation;

/// <summary>Reads from what a cluster holds of a release how it is. Pure: objects in, state out.</summary>
internal static class ReleaseObserver
{
    public static ReleaseObservation Observe(ReleaseSnapshot snapshot, DateTimeOffset now)
    {
        var components = snapshot.Release.Components.Select(component => Observe(component, snapshot, now)).ToList();
        var status = new ReleaseStatus(
            snapshot.Release.AppId, snapshot.Release.Id, StateOf(snapshot, components), snapshot.Routed, [.. components.Select(component => component.Status)]);
        return new ReleaseObservation(
            status,
            components.Where(component => component.Witness is not null && component.Status.Failure is not null)
                .ToDictionary(component => component.Status.Name, component => component.Witness!, StringComparer.Ordinal),
            components.Min(component => component.LookAgainAt));
    }

    private static ComponentObservation Observe(ReleaseComponent component, ReleaseSnapshot snapshot, DateTimeOffset now)
    {
        if (component.Image is null || component.Upstream is not null)
        {
            var status = snapshot.Elsewhere.GetValueOrDefault(component.Name) ?? new ComponentStatus(component.Name, ReleaseState.Starting, 0, 1, 0, null);
            return new ComponentObservation(status, status.State is ReleaseState.Healthy or ReleaseState.Degraded, null, null);
        }

        return ComponentObserver.Observe(
            component,
            snapshot.Deployments.FirstOrDefault(deployment => deployment.LabelOf(ManifestLabels.Component) == component.Name),
            snapshot.Pods.Where(pod => pod.LabelOf(ManifestLabels.Component) == component.Name),
            snapshot.Warnings,
            now);
    }

    private static ReleaseState StateOf(ReleaseSnapshot snapshot, List<ComponentObservation> components)
    {
        if (snapshot.Retiring)
        {
            return ReleaseState.Retiring;
        }

        return components.Exists(each => each.Status.State == ReleaseState.Failed) ? ReleaseState.Failed
            : components.TrueForAll(each => each.Status.State == ReleaseState.Healthy) ? ReleaseState.Healthy
            : components.TrueForAll(each => each.WasHealthy) ? ReleaseState.Degraded
            : ReleaseState.Starting;
    }
}
