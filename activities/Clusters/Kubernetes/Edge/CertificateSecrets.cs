using System.Text;
using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Applying;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Manifests.Networks;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Edge;

/// <summary>
/// The certificates of domains as Secrets (<c>kubernetes.io/tls</c>), where the gateway looks for them: Istio's in the
/// namespace of its pods, all others in that of the app. The routes name them before they are there.
/// </summary>
internal sealed class CertificateSecrets(IKubernetesApi api, ObjectApplier applier, KubernetesOptions options)
{
    private const string DomainLabel = "pipelines.dev/domain";
    private static readonly ResourceType s_secret = new(string.Empty, "v1", "Secret", "secrets", true);

    /// <summary>Writes the Secret of a certificate, new or in the place of another.</summary>
    /// <exception cref="ClusterException">The cluster refuses it.</exception>
    public async Task InstallAsync(DomainCertificate certificate, GatewayKind gateway, CancellationToken cancellation) =>
        _ = await applier.ApplyAsync([Render(certificate, SpaceOf(certificate.AppId, gateway))], cancellation);

    /// <summary>Removes the Secret of a domain, unless it is another domain's by now.</summary>
    public async Task RemoveAsync(string appId, string domainId, string host, GatewayKind gateway, CancellationToken cancellation)
    {
        var space = SpaceOf(appId, gateway);
        if (await api.GetAsync(s_secret, space, ManifestNames.OfCertificate(host), cancellation) is { } present && present.LabelOf(DomainLabel) == domainId)
        {
            _ = await api.DeleteAsync(s_secret, space, present.NameOf(), uid: present.UidOf(), cancellation: cancellation);
        }
    }

    /// <summary>Removes the Secrets of an app that do not go with its namespace.</summary>
    public async Task RemoveAllAsync(string appId, GatewayKind gateway, CancellationToken cancellation)
    {
        var space = SpaceOf(appId, gateway);
        if (space == ManifestNames.OfApp(appId))
        {
            return;
        }

        await foreach (var present in api.ListAsync(new ResourceQuery(s_secret, space, $"{ManifestLabels.SelectApp(appId)},{DomainLabel}"), cancellation))
        {
            _ = await api.DeleteAsync(s_secret, space, present.NameOf(), uid: present.UidOf(), cancellation: cancellation);
        }
    }

    private static JsonObject Render(DomainCertificate certificate, string space)
    {
        var labels = ManifestLabels.OfApp(certificate.AppId).With(DomainLabel, certificate.DomainId);
        var secret = Manifest.Of("v1", "Secret", space, ManifestNames.OfCertificate(certificate.Hosts[0]), labels);
        secret["type"] = "kubernetes.io/tls";
        secret["data"] = new JsonObject
        {
            ["tls.crt"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ChainPem)),
            ["tls.key"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.PrivateKeyPem)),
        };
        return secret;
    }

    private string SpaceOf(string appId, GatewayKind gateway) => gateway == GatewayKind.Istio
        ? GatewayPlace.NamespaceOfPods(gateway, options) ?? ManifestNames.OfApp(appId)
        : ManifestNames.OfApp(appId);
}
