using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Applying;

/// <summary>Gives the renderer for the cluster as it is: what it serves is asked again from time to time.</summary>
internal sealed class RendererSource(IKubernetesApi api, KubernetesOptions options)
{
    private readonly Lock gate = new();
    private ApiCatalog? known;
    private ClusterProfile? profile;

    /// <summary>Gets a renderer.</summary>
    public async Task<ManifestRenderer> GetAsync(CancellationToken cancellation) => new(await GetProfileAsync(cancellation), options);

    /// <summary>Tells what of the cluster decides how manifests are written.</summary>
    /// <exception cref="InvalidOperationException">What is configured is not there.</exception>
    public async Task<ClusterProfile> GetProfileAsync(CancellationToken cancellation)
    {
        var catalog = await api.GetCatalogAsync(cancellation);
        lock (gate)
        {
            if (profile is not null && ReferenceEquals(catalog, known))
            {
                return profile;
            }
        }

        var fresh = ClusterProfile.From(catalog, options, await ListIngressClassesAsync(catalog, cancellation), await ListServerRangesAsync(cancellation));
        lock (gate)
        {
            known = catalog;
            return profile = fresh;
        }
    }

    /// <summary>Tells an app's name from its namespace; empty before that is there.</summary>
    public async Task<string> FindAppNameAsync(string appId, CancellationToken cancellation) =>
        (await api.GetAsync(CoreTypes.Namespace, null, ManifestNames.OfApp(appId), cancellation))?.AnnotationOf(ManifestLabels.AppName) ?? string.Empty;

    private async Task<IReadOnlyList<string>> ListIngressClassesAsync(ApiCatalog catalog, CancellationToken cancellation) =>
        catalog.Find("networking.k8s.io", "IngressClass", "v1") is { } type
            ? await api.ListAsync(new ResourceQuery(type), cancellation).Select(each => each.NameOf()).ToListAsync(cancellation)
            : [];

    // Apps must not reach the API server, at its Service's address or at its own.
    private async Task<IReadOnlyList<string>> ListServerRangesAsync(CancellationToken cancellation)
    {
        var service = await api.GetAsync(CoreTypes.Service, "default", "kubernetes", cancellation);
        var endpoints = await api.GetAsync(CoreTypes.Endpoints, "default", "kubernetes", cancellation);
        var addresses = endpoints.Items("subsets").SelectMany(subset => subset.Items("addresses")).Select(address => address.Text("ip")).Append(service.Text("spec", "clusterIP"));
        return [.. addresses.OfType<string>().Where(address => System.Net.IPAddress.TryParse(address, out _)).Distinct()
            .Select(address => address.Contains(':', StringComparison.Ordinal) ? $"{address}/128" : $"{address}/32")];
    }
}
