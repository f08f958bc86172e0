using Microsoft.DurableTask;
using Pipelines.Activities.Domains.Certificates;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Deployments.Domains;
using Pipelines.Storage.Secrets;

namespace Pipelines.Activities.Domains;

/// <summary>Has the ingress present a domain's certificate; tells why it cannot. Idempotent under the domain's id.</summary>
/// <param name="domains">The domains.</param>
/// <param name="certificates">The certificates.</param>
/// <param name="secrets">Decrypts private keys.</param>
/// <param name="edge">The ingress.</param>
[DurableTask]
public sealed class InstallCertificateActivity(DomainStore domains, CertificateStore certificates, SecretProtector secrets, IDomainEdge edge) : TaskActivity<DomainKey, StepReason?>
{
    /// <inheritdoc/>
    public override async Task<StepReason?> RunAsync(TaskActivityContext context, DomainKey input)
    {
        if (await domains.GetAsync(input.AppId, input.DomainId) is not { } domain || await certificates.FindCertificateAsync(input.DomainId) is not { } certificate)
        {
            return null;
        }

        try
        {
            await edge.InstallCertificateAsync(new DomainCertificate
            {
                DomainId = domain.Id,
                AppId = domain.AppId,
                Hosts = certificate.Hosts,
                ChainPem = certificate.ChainPem,
                PrivateKeyPem = secrets.Unprotect(certificate.SealedKey, CertificateStore.SecretContext(domain.Id)),
                RequiresTls13 = domain.Spec.MinimumTlsVersion == "1.3",
            });
            return null;
        }
        catch (ClusterException exception)
        {
            return new StepReason(DomainReasons.InstallationFailed, exception.Message);
        }
    }
}
