using Pipelines.Kubernetes;

namespace Pipelines.Activities.Builds.Kubernetes.Manifests;

/// <summary>The kinds of objects that builds use, at versions that every cluster serves.</summary>
internal static class BuildResources
{
    public static readonly ResourceType Job = new("batch", "v1", "Job", "jobs", true);
    public static readonly ResourceType Pod = new(string.Empty, "v1", "Pod", "pods", true);
    public static readonly ResourceType Secret = new(string.Empty, "v1", "Secret", "secrets", true);
    public static readonly ResourceType Event = new(string.Empty, "v1", "Event", "events", true);
    public static readonly ResourceType Namespace = new(string.Empty, "v1", "Namespace", "namespaces", false);
    public static readonly ResourceType Claim = new(string.Empty, "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true);
}
