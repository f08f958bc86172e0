using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Watching;

/// <summary>What is asked of an app's namespace again and again.</summary>
internal static class AppQueries
{
    public static ResourceQuery Deployments(string appId, string selector) => new(CoreTypes.Deployment, ManifestNames.OfApp(appId), selector);

    public static ResourceQuery Pods(string appId, string selector) => new(CoreTypes.Pod, ManifestNames.OfApp(appId), selector);

    /// <summary>What the cluster warns of: schedulers and kubelets say there why something does not go on.</summary>
    public static ResourceQuery Warnings(string appId) => new(CoreTypes.Event, ManifestNames.OfApp(appId), FieldSelector: "type=Warning");
}
