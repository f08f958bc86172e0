using Microsoft.DurableTask;
using Pipelines.Activities.Deployments;
using Pipelines.Activities.Statuses;
using Pipelines.Deployments;
using Pipelines.Orchestrations.Deployments;

namespace Pipelines.Orchestrations.Statuses;

/// <summary>Starts and feeds the workflow that tells git providers of a deployment, where there is anyone to tell. Deterministic; awaits nothing.</summary>
internal sealed class DeploymentStatuses(TaskOrchestrationContext context, DeploymentInput input, DeploymentPlan plan)
{
    private bool _started;

    /// <summary>Tells that a deployment has begun.</summary>
    /// <param name="commits">The commits by component, as far as they come from git.</param>
    public void Start(IReadOnlyDictionary<string, string> commits)
    {
        var statuses = plan.Components
            .Where(component => component.Repository is not null && commits.ContainsKey(component.Name))
            .Select(component => (component.Repository, Commit: commits[component.Name]))
            .Distinct()
            .Select(told => new DeploymentStatus
            {
                AppId = input.AppId,
                AppName = plan.AppName,
                DeploymentId = input.DeploymentId,
                Repository = told.Repository!,
                Commit = told.Commit,
                Phase = DeploymentPhase.Building,
                IsPreview = plan.IsPreview,
            })
            .ToList();
        if (statuses.Count == 0)
        {
            return;
        }

        // Not awaited: it goes on when the deployment has long ended.
        _ = context.CallSubOrchestratorAsync<bool>(
            nameof(StatusOrchestrator), new StatusInput(statuses), new SubOrchestrationOptions(instanceId: StatusChange.InstanceId(input.DeploymentId)));
        _started = true;
    }

    /// <summary>Tells how it ended.</summary>
    public void End(DeploymentPhase phase, string? reason, string? liveUrl)
    {
        if (_started)
        {
            context.SendEvent(StatusChange.InstanceId(input.DeploymentId), StatusChange.EventName, new StatusChange(phase, reason, liveUrl));
        }
    }
}
