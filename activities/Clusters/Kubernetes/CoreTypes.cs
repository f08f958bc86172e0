using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes;

/// <summary>The types that every cluster serves at the same version.</summary>
internal static class CoreTypes
{
    public static ResourceType Namespace { get; } = new(string.Empty, "v1", "Namespace", "namespaces", false);

    public static ResourceType Pod { get; } = new(string.Empty, "v1", "Pod", "pods", true);

    public static ResourceType Service { get; } = new(string.Empty, "v1", "Service", "services", true);

    public static ResourceType Endpoints { get; } = new(string.Empty, "v1", "Endpoints", "endpoints", true);

    public static ResourceType Event { get; } = new(string.Empty, "v1", "Event", "events", true);

    public static ResourceType Deployment { get; } = new("apps", "v1", "Deployment", "deployments", true);

    public static ResourceType Job { get; } = new("batch", "v1", "Job", "jobs", true);
}
