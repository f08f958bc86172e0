using Microsoft.DurableTask;
using Pipelines.Activities.Domains;
using Pipelines.Deployments.Domains;
using Pipelines.Orchestrations.Domains;

namespace Pipelines.Orchestrations.Apps;

/// <content>The app's domains: each has a workflow of its own, which runs as long as the spec names it.</content>
internal sealed partial class AppSession
{
    /// <summary>Starts the workflows of domains that have come into the spec, and ends those of others.</summary>
    private async Task FollowDomainsAsync()
    {
        var wanted = await CallAsync<IReadOnlyList<DomainKey>>(nameof(ReconcileDomainsActivity), State.AppId);
        var running = State.Domains;
        State = State with { Domains = wanted };
        foreach (var domain in wanted.Except(running))
        {
            // Not waited for: it outlives this round, and ends when it is told to.
            _ = _context.CallSubOrchestratorAsync<bool>(
                nameof(DomainOrchestrator), new DomainState { Key = domain }, new SubOrchestrationOptions(instanceId: DomainSignal.InstanceId(domain.DomainId)));
        }

        SignalDomains(running.Except(wanted), isRemoved: true);
        SignalDomains(running.Intersect(wanted), isRemoved: false);
    }

    private void SignalDomains(IEnumerable<DomainKey> domains, bool isRemoved)
    {
        foreach (var domain in domains)
        {
            _context.SendEvent(DomainSignal.InstanceId(domain.DomainId), DomainSignal.EventName, new DomainSignal(isRemoved));
        }
    }
}
