using Microsoft.DurableTask;
using Pipelines.Activities.Domains.Certificates;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Deployments.Domains;

namespace Pipelines.Activities.Domains;

/// <summary>Reads what a domain's workflow decides upon. Looks only.</summary>
/// <param name="apps">The apps.</param>
/// <param name="domains">The domains.</param>
/// <param name="names">Who holds which name.</param>
/// <param name="certificates">The certificates.</param>
/// <param name="cluster">Tells default hosts.</param>
/// <param name="options">The configuration.</param>
[DurableTask]
public sealed class LookAtDomainActivity(AppStore apps, DomainStore domains, DomainNames names, CertificateStore certificates, ICluster cluster, DomainOptions options)
    : TaskActivity<DomainKey, DomainView>
{
    /// <inheritdoc/>
    public override async Task<DomainView> RunAsync(TaskActivityContext context, DomainKey input)
    {
        var policy = new DomainPolicy(options.Patience, options.FirstPause, options.LongestPause, options.OrderPause);
        if (await apps.GetAsync(input.AppId) is not { Deleting: false } app || await domains.GetAsync(input.AppId, input.DomainId) is not { } domain)
        {
            return new DomainView { Policy = policy };
        }

        var certificate = await certificates.FindCertificateAsync(domain.Id);
        var fits = certificate is not null && certificate.Hosts.SequenceEqual(Domain.HostsOf(domain.Spec));
        return new DomainView
        {
            Exists = true,
            IsServed = app.ActiveDeploymentId is not null,
            IsHeld = await names.TryReserveAsync(domain.Spec, app.Id, app.OwnerId),
            IsSecured = options.IssuesCertificates() && domain.Spec.Type != DomainType.Default && domain.Host != cluster.GetDefaultUrl(app.Spec.Name).Host,
            CertificateExpiresAt = fits ? certificate!.ExpiresAt : null,
            RenewAt = fits ? certificate!.RenewAt : null,
            Policy = policy,
        };
    }
}
