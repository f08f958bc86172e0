using Microsoft.DurableTask;
using Pipelines.Deployments;

namespace Pipelines.Activities.Deployments;

/// <summary>Ends a deployment whose own workflow is not running. Idempotent: an ended deployment stays as it is.</summary>
/// <param name="deployments">The deployments.</param>
[DurableTask]
public sealed class EndDeploymentActivity(DeploymentStore deployments) : TaskActivity<DeploymentEnd, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, DeploymentEnd input)
    {
        var deployment = await deployments.RequireAsync(input.AppId, input.DeploymentId);
        if (deployment.IsFinal)
        {
            return false;
        }

        await deployments.RecordAsync(new DeploymentUpdate
        {
            AppId = input.AppId,
            DeploymentId = input.DeploymentId,
            Sequence = deployment.Sequence + 1,
            At = input.At,
            Phase = input.Phase,
            ReleaseId = deployment.ReleaseId,
            // What was active has done all its steps; it is only no longer the newest.
            Steps = deployment.Phase == DeploymentPhase.Active && input.Phase == DeploymentPhase.Superseded
                ? deployment.Steps
                : DeploymentProgress.Abort(deployment.Steps, input.At, input.Failure.Reason),
            Components = deployment.Components,
            Reason = input.Failure.Reason,
            ExitCode = input.Failure.ExitCode,
            LastLines = input.Failure.LastLines,
            History = [new HistoryEntry(input.At, input.Failure.Reason.Message)],
        });
        return true;
    }
}
