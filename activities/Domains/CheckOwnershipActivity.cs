using Microsoft.DurableTask;
using Pipelines.Deployments;
using Pipelines.Deployments.Domains;

namespace Pipelines.Activities.Domains;

/// <summary>Sees whether a domain leads to this platform. Looks only.</summary>
/// <param name="ownership">Looks.</param>
/// <param name="apps">The apps.</param>
/// <param name="domains">The domains.</param>
[DurableTask]
public sealed class CheckOwnershipActivity(DomainOwnership ownership, AppStore apps, DomainStore domains) : TaskActivity<DomainKey, StepReason?>
{
    /// <inheritdoc/>
    public override async Task<StepReason?> RunAsync(TaskActivityContext context, DomainKey input) =>
        await apps.GetAsync(input.AppId) is { } app && await domains.GetAsync(input.AppId, input.DomainId) is { } domain
            ? await ownership.CheckAsync(app, domain)
            : null;
}
