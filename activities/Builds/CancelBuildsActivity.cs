using Microsoft.DurableTask;
using Pipelines.Activities.Deployments;

namespace Pipelines.Activities.Builds;

/// <summary>Asks the running builds of a deployment to stop. Idempotent.</summary>
/// <param name="builds">The builds.</param>
[DurableTask]
public sealed class CancelBuildsActivity(BuildStore builds) : TaskActivity<DeploymentKey, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, DeploymentKey input)
    {
        await builds.CancelAsync(input.AppId, input.DeploymentId);
        return true;
    }
}
