using Pipelines.Deployments.Domains;

namespace Pipelines.Activities.Domains;

/// <summary>Has certificates issued by an authority.</summary>
public interface ICertificateIssuer
{
    /// <summary>Makes the next step toward a domain's certificate. Made again it does nothing twice.</summary>
    Task<CertificateStep> AdvanceAsync(Domain domain, CancellationToken cancellation = default);

    /// <summary>Gives up what is under way for a domain; no error when nothing is.</summary>
    /// <param name="domainId">The domain's id.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    Task AbandonAsync(string domainId, CancellationToken cancellation = default);

    /// <summary>Asks the authority when a domain's certificate is to be renewed.</summary>
    /// <param name="domainId">The domain's id.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>Null where the domain has none.</returns>
    Task<DateTimeOffset?> PlanRenewalAsync(string domainId, CancellationToken cancellation = default);
}
