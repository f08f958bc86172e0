using Pipelines.Activities.Clusters.Kubernetes.Edge;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes;

/// <content>
/// Domains. Challenges are answered by the platform's own ingress, to which the routes lead them; certificates go to the
/// gateway that ends TLS.
/// </content>
public sealed partial class KubernetesCluster : IDomainEdge
{
    private readonly IDomainEdge? domains;
    private readonly CertificateSecrets certificates;

    /// <inheritdoc/>
    public Task PublishChallengeAsync(HttpChallenge challenge, CancellationToken cancellation = default) => Domains.PublishChallengeAsync(challenge, cancellation);

    /// <inheritdoc/>
    public Task WithdrawChallengeAsync(string token, CancellationToken cancellation = default) => Domains.WithdrawChallengeAsync(token, cancellation);

    /// <inheritdoc/>
    public async Task InstallCertificateAsync(DomainCertificate certificate, CancellationToken cancellation = default)
    {
        var kind = await GatewayAsync(cancellation);
        await (kind == GatewayKind.Platform ? Domains.InstallCertificateAsync(certificate, cancellation) : certificates.InstallAsync(certificate, kind, cancellation));
    }

    /// <inheritdoc/>
    public async Task RemoveCertificateAsync(string appId, string domainId, string host, CancellationToken cancellation = default)
    {
        var kind = await GatewayAsync(cancellation);
        await (kind == GatewayKind.Platform
            ? Domains.RemoveCertificateAsync(appId, domainId, host, cancellation)
            : certificates.RemoveAsync(appId, domainId, host, kind, cancellation));
    }

    /// <inheritdoc/>
    public Uri GetSecureUrl(string host) => gateway is GatewayKind.Platform && domains is not null
        ? domains.GetSecureUrl(host)
        : new UriBuilder(Uri.UriSchemeHttps, host).Uri;

    private IDomainEdge Domains => domains ?? throw new InvalidOperationException("The platform's own ingress answers no challenges.");

    private async Task<GatewayKind> GatewayAsync(CancellationToken cancellation) => (await renderers.GetProfileAsync(cancellation)).Gateway;
}
