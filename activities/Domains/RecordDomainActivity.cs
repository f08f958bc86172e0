using Microsoft.DurableTask;
using Pipelines.Deployments.Domains;

namespace Pipelines.Activities.Domains;

/// <summary>Writes the state of a domain. Idempotent under the update's sequence.</summary>
/// <param name="domains">The domains.</param>
[DurableTask]
public sealed class RecordDomainActivity(DomainStore domains) : TaskActivity<DomainUpdate, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, DomainUpdate input)
    {
        await domains.RecordAsync(input);
        return true;
    }
}
