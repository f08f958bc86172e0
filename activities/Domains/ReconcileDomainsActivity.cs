using Microsoft.DurableTask;

namespace Pipelines.Activities.Domains;

/// <summary>Makes the domains of an app those that its spec names. Idempotent: it goes by what is there.</summary>
/// <param name="reconciler">Does it.</param>
[DurableTask]
public sealed class ReconcileDomainsActivity(DomainReconciler reconciler) : TaskActivity<string, IReadOnlyList<DomainKey>>
{
    /// <inheritdoc/>
    public override Task<IReadOnlyList<DomainKey>> RunAsync(TaskActivityContext context, string input) => reconciler.ReconcileAsync(input);
}
