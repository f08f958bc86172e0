namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>The Service that answers, in the app's own namespace.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsSite">Whether the platform's own ingress is behind it, which rewrites paths and answers for CORS itself.</param>
internal sealed record RouteBackend(string Service, int Port, bool IsSite = false)
{
    /// <summary>A Service's name for clients in other namespaces.</summary>
    public static string FullName(string service, string appId) => $"{service}.{ManifestNames.OfApp(appId)}.svc.cluster.local";
}
