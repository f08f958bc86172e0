namespace Pipelines.Clusters;

/// <summary>
/// What stands where visitors come in, as far as domains need it: it answers the challenges of certificate authorities and
/// presents certificates. Every call is idempotent.
/// </summary>
public interface IDomainEdge
{
    /// <summary>Answers a challenge from now on, before any app does.</summary>
    Task PublishChallengeAsync(HttpChallenge challenge, CancellationToken cancellation = default);

    /// <summary>Ceases to answer a challenge; no error when it is not known.</summary>
    /// <param name="token">The challenge's token.</param>
    /// <param name="cancellation">Cancels the request.</param>
    Task WithdrawChallengeAsync(string token, CancellationToken cancellation = default);

    /// <summary>Presents a certificate from now on to new connections; those that are open stay.</summary>
    /// <exception cref="ClusterException">It cannot be used.</exception>
    Task InstallCertificateAsync(DomainCertificate certificate, CancellationToken cancellation = default);

    /// <summary>Forgets the certificate of a domain; no error when there is none.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="domainId">The domain's id.</param>
    /// <param name="host">The domain's name.</param>
    /// <param name="cancellation">Cancels the request.</param>
    Task RemoveCertificateAsync(string appId, string domainId, string host, CancellationToken cancellation = default);

    /// <summary>Tells the URL at which a domain with a certificate answers.</summary>
    /// <param name="host">The domain's name.</param>
    Uri GetSecureUrl(string host);
}
