using Microsoft.DurableTask;
using Pipelines.Deployments.Domains;

namespace Pipelines.Activities.Domains;

/// <summary>Brings a domain one step nearer to a certificate. Idempotent: what was done is seen at the authority and in the stored order.</summary>
/// <param name="domains">The domains.</param>
/// <param name="issuer">Has certificates issued.</param>
[DurableTask]
public sealed class AdvanceCertificateActivity(DomainStore domains, ICertificateIssuer issuer) : TaskActivity<DomainKey, CertificateStep>
{
    /// <inheritdoc/>
    public override async Task<CertificateStep> RunAsync(TaskActivityContext context, DomainKey input) =>
        await domains.GetAsync(input.AppId, input.DomainId) is { } domain
            ? await issuer.AdvanceAsync(domain)
            : new CertificateStep { State = CertificateState.Failed };
}
