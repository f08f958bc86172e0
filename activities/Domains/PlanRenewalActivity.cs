using Microsoft.DurableTask;

namespace Pipelines.Activities.Domains;

/// <summary>Asks when a domain's certificate is to be renewed. Idempotent: the answer is drawn once.</summary>
/// <param name="issuer">Asks.</param>
[DurableTask]
public sealed class PlanRenewalActivity(ICertificateIssuer issuer) : TaskActivity<DomainKey, DateTimeOffset?>
{
    /// <inheritdoc/>
    public override Task<DateTimeOffset?> RunAsync(TaskActivityContext context, DomainKey input) => issuer.PlanRenewalAsync(input.DomainId);
}
