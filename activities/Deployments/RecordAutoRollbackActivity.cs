using Microsoft.DurableTask;
using Pipelines.Deployments;

namespace Pipelines.Activities.Deployments;

/// <summary>Records what runs after an automatic rollback as a deployment of its own. Idempotent under its id.</summary>
/// <param name="deployments">The deployments.</param>
[DurableTask]
public sealed class RecordAutoRollbackActivity(DeploymentStore deployments) : TaskActivity<AutoRollback, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, AutoRollback input)
    {
        var restored = await deployments.RequireAsync(input.AppId, input.RestoredDeploymentId);
        var description = $"automatic rollback of deployment {input.FailedDeploymentId} to {input.RestoredDeploymentId}";
        await deployments.CreateAsync(new Deployment
        {
            Id = input.DeploymentId,
            AppId = input.AppId,
            Spec = restored.Spec,
            Cause = new DeploymentCause(DeploymentCauseType.AutoRollback, description),
            Phase = DeploymentPhase.Active,
            CreatedAt = input.At,
            UpdatedAt = input.At,
            PhaseLastUpdatedAt = input.At,
            PreviousDeploymentId = input.FailedDeploymentId,
            ClonedFrom = restored.Id,
            ReleaseId = restored.ReleaseId,
            Components = [.. restored.Components.Select(component => component with { Reused = true })],
            Steps = DeploymentProgress.Complete(
                DeploymentProgress.Initial(restored.Spec),
                input.At,
                new StepReason(ReasonCodes.PreviousBuildReused, "the release of the previous deployment still runs")),
            History = [new HistoryEntry(input.At, description)],
        });
        return true;
    }
}
