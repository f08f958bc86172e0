using Microsoft.DurableTask;
using Pipelines.Activities.Domains.Certificates;
using Pipelines.Clusters;

namespace Pipelines.Activities.Domains;

/// <summary>Removes what a domain leaves behind that is no longer in its app's spec. Idempotent.</summary>
/// <param name="issuer">Gives up an order under way.</param>
/// <param name="certificates">The certificates.</param>
/// <param name="edge">The ingress.</param>
[DurableTask]
public sealed class ForgetDomainActivity(ICertificateIssuer issuer, CertificateStore certificates, IDomainEdge edge) : TaskActivity<DomainKey, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, DomainKey input)
    {
        await issuer.AbandonAsync(input.DomainId);
        await edge.RemoveCertificateAsync(input.AppId, input.DomainId, input.Host);
        await certificates.DeleteCertificateAsync(input.DomainId);
        return true;
    }
}
